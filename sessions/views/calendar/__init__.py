"""The public calendar: months, feeds, news and posters."""
