"""The mailbox of the demo: every mail that left, to read as its reader would."""
