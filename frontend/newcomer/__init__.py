"""The newcomer's own page."""
