"""Accounts: signing in and out, what is kept about a person, and the language that a person prefers."""
