"""The calendar as other programs read it: iCalendar, Atom, and links that put one date into a calendar."""
