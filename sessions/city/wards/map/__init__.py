"""The map of a city's wards: reading and repairing it, and finding the ward of a place; without Django."""
