"""The screens of the coordinator in a community centre."""
