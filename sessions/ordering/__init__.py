"""The declared order of the queue: named policies, and pure functions from what the public log says; no Django."""
