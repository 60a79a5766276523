"""Models of what crosses our edges: vendors' records, plans, writes and run summaries."""
