"""One socket: its two sides, and its stay in a room."""
