"""Browsers in which people asked for notifications: subscribing, renewing, ending, and opening a notification."""
