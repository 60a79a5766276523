"""X12 834 (005010X220A1) files: a pure library of typed loops, a streaming writer and a streaming reader."""
