"""What proves a record: hash trees, the installation's append-only log with its checkpoints, and the verifier."""
