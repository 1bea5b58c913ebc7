"""The pages of the public calendar: months, feeds, news and posters."""
