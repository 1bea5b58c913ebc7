"""A demo: an invented borough with invented people, and an evening of theirs that can play itself."""
