"""When something is due, spread at random, or too often; pure."""
