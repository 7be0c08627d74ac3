"""The screens for everybody: what this is, signing up, logging in, and what the law wants to be said."""
