"""The command line ``benefits``: looks at runs and records, keeps the ledger and the artifacts in order."""
