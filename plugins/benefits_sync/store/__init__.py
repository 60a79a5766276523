"""What we keep: the ledger in a database, and artifacts in encrypted files. No business rule lives here."""
