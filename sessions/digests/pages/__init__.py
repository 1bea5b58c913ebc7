"""Pages of monthly digests: for everybody, on paper, and for the clerk."""
