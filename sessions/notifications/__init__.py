"""Reminders: subscriptions, what is due, and the outbox from which messages are sent."""
