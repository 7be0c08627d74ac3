"""Measurements, each a ratio against a named baseline in the same call; no test depends on them."""
