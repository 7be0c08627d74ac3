"""Counter-obligations for a benefits system, on behalf of a caseworker; for others these addresses do not exist."""
