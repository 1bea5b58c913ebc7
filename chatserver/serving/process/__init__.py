"""The serving process: its files, its sockets, its heartbeat, and its graceful shutdown."""
