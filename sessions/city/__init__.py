"""Wards and boroughs, places in them, and people with their duties and permissions."""
