"""Periodic threads of the server: the clock, deliveries, retention, and the watch over the database."""
