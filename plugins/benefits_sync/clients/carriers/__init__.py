"""How carrier files leave us and answers come back: over SFTP or the carrier's HTTP API, encrypted or not."""
