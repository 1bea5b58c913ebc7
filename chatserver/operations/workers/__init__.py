"""Periodic threads beside the server: the clock, deliveries, retention, and the watch over the database."""
