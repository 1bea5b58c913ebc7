"""Daphne, with our limits and our shutdown."""
