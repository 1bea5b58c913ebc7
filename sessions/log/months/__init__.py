"""The logs of wards by month: which one is written to now, and appending to it."""
