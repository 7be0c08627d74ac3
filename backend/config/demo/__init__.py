"""A demo: a fictitious programme in Culemborg with invented people and a past of some months.

The past is not written into the tables but happens: people sign up, rounds propose, coordinators decide,
pairs meet and hours are claimed, by the same deeds as in reality, with the moment moved along.
"""
