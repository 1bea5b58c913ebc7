"""Dates, times, ordinals and lists as the active language says them; each language's forms stand in its catalogue."""
