"""Data about all records, in answers that are sent piece by piece."""
