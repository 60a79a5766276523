"""Code values of 005010X220A1 under English names, one module per part of the guide."""
