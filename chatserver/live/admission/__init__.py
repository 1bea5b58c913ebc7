"""Who is let into a room, many at once, and who may stay."""
