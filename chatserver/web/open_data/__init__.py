"""Describes what programs read, and opens it to scripts of any site; the catalogue of all records."""
