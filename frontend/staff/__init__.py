"""The screen of the programme manager."""
