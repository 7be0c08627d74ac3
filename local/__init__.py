"""The machine room of ``make run`` and ``make test``: real servers, started and stopped here.

Only the standard library, since it runs before anything is installed. It knows nothing of the product.
"""
