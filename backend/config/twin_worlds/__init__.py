"""Twin worlds: the same town lived twice, in one of them with a duty on some volunteers; nobody may see which.

``worlds`` makes and compares them, ``canaries`` says what stands behind the wall in the second one, ``watching``
writes down what everybody receives, ``routes`` and ``samples`` say which addresses there are and with which rows they
are asked.
"""
