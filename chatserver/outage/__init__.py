"""What people see while the database cannot be reached: what is known, a sentence, and no waiting."""
