"""Sends posts to social media, each at most once to each service, whatever the service answers."""
