"""The time that the product uses: the city's zone, readings of the clock, and its jumps."""
