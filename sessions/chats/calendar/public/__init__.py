"""The calendar as everybody sees it: entries and their notes, months, posters."""
