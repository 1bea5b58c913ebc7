"""The tables of monthly digests: what was made, and who asked for it."""
