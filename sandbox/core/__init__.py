"""What both vendors share: clock, journal, faults, control routes, saved state."""
