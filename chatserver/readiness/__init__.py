"""Whether this process can do its work: what stands behind /readyz."""
