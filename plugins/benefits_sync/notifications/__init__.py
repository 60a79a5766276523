"""Who is told when a run fails, and what: counts and links, never a record."""
