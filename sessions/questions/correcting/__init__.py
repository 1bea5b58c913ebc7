"""Corrections that authors ask for in their own questions."""
