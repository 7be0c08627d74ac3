"""How fast and how safely messages leave: counts, ratios against named baselines, and a run with faults."""
