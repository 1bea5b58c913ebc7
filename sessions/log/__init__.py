"""The log: append events to a chat's two streams, read them back, omit removed words, replace unreadable events."""
