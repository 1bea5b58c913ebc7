"""The tables of wards, of their outlines on the map, and of their terms of office."""
