"""Starts, waits for and stops everything that a machine needs to run the product locally."""
