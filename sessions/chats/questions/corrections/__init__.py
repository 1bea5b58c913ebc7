"""Corrections after something was said: of an answer by its giver, and of a question as its author asks for."""
