"""While the database cannot be reached: pages answer at once, with what is known and a sentence about it."""
