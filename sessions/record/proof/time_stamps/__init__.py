"""Time stamps of checkpoints (RFC 3161): an authority outside says when a checkpoint was there."""
