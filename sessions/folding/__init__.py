"""The state that a stream of events comes to, its snapshots in memory, and the queue in its order."""
