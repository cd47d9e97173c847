"""Measurements: ours against a peer or a floor in the same run, ratios out. `make bench` runs them all."""
