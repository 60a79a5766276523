"""The loops of the guide, one module each: how it is written and, beside that, how it is read."""
