"""The time that the product goes by: the city's zone, readings of the clock, and jumps of it."""
