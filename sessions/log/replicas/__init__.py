"""The streams in this process's memory: each is read and folded once for all, and dropped when it is unused."""
