"""The volunteer's own pages; the same for every volunteer."""
