"""Wards: their table, their search, their map, and which one a person lives in."""
