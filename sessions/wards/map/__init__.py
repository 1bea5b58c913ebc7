"""The map of a city's wards: reading it, mending it, and finding the ward of a place; no Django in it."""
