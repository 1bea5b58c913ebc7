"""Checkpoints of a live chat, and from its close to the sealed record: the draft, corrections, sealing, and later."""
