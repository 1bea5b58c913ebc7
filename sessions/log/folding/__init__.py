"""The state that a stream of events results in, the part that a reader gets first, and the queue's order."""
