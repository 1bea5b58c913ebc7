"""The map of a ward, as a picture."""
