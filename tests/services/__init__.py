"""Real services for tests: each is started on a free port of 127.0.0.1 and stopped again."""
