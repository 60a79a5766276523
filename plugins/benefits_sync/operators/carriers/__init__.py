"""Carrier files as tasks: each wraps one stage of `benefits_sync.pipeline.carriers`."""
