"""Whether this process can do its work: the checks behind /readyz, and its numbers for /metrics."""
