"""The names that people are shown by, and a person's own page."""
