"""Rooms and their subscribers: what is new is read once for everybody and sent to each."""
