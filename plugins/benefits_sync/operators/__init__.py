"""Generic operators: they turn an `Integration` into tasks and know none in particular."""
