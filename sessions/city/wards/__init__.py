"""Wards: their table, search and map, and the ward that a person lives in."""
