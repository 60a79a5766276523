"""Benchmarks: ratios within one run, against a floor that does nothing but send the same requests."""
