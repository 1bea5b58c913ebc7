"""Chat sessions of a ward: who may take part, what was asked and answered, and the log of it."""
