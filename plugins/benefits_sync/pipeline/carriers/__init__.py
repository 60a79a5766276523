"""Stages of carrier files: read everyone, build, deliver, follow up."""
