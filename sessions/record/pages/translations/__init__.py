"""Translations of a record's words: the page where the ward's staff adds them, and their file."""
