"""The state that a stream of events comes to, what a reader sees of it first, and the queue in its order."""
