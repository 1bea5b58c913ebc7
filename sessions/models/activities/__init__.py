"""The tables of activities: what a ward or a borough has done, and what it plans."""
