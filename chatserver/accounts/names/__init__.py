"""The names under which people are shown, and their own page."""
