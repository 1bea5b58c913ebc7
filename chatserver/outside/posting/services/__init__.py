"""One adapter for each service: how it is asked, what its answers mean, and what may be done after a doubt."""
