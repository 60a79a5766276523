"""Decisions as functions of plain values and frames; nothing here reads or writes anything."""
