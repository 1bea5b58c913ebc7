"""Complaints and suggestions: what they are about, their numbers, their states, and one step from one to the next."""
