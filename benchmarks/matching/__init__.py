"""How fast the matching engine is: ``make bench-matching``, or ``python -m benchmarks.matching --scale 0.1``."""
