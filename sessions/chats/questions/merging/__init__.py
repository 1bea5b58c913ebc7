"""Merged questions: what one stands for, and what becomes of the others when it goes."""
