"""What a carrier answers in X12: TA1 for an interchange, 999 or 997 for its groups and transactions."""
