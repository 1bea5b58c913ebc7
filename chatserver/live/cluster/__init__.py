"""Several processes: hints about news and counts of people, over Redis."""
