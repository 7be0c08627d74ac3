"""The matrix of who asks for what: a row that is not yours is answered as one that does not exist.

``world`` makes a town with one of everything and everybody, ``matrix`` says which address is about which row and who
may see it, ``filled`` fills in bodies, ``asking`` asks and compares.
"""
