"""The demo: an invented borough with invented people, and an evening that plays itself."""
