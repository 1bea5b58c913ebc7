"""The log: appending events to a chat's two streams, reading them back, and what is left out or cannot be read."""
