"""BambooHR on the wire: the client, its error texts, and the reader of the roster."""
