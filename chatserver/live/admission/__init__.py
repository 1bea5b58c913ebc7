"""Who is let into a room, many people at once, and who may stay."""
