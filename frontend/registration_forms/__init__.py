"""What people tell when they sign up, in small forms: one for each step of the pages, together for one page.

Shared by the public pages and the coordinator's page for registering somebody else. Shapes only; the rules
are in ``backend.people.registration``.
"""
