"""The tables of complaints and suggestions, and of the log of each ward by month."""
