"""Several processes: hints of what is new and counts of people, over Redis."""
