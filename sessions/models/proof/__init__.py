"""The tables of the installation's append-only log."""
