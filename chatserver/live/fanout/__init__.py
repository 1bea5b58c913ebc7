"""Rooms and their subscribers: news is read once for all and sent to each."""
