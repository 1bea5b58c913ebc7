"""One socket: its two directions, and its place in a room."""
