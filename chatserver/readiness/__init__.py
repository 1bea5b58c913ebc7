"""Whether this process can do its work: the checks behind /readyz."""
