"""Several workers on one port: started, replaced, ended."""
