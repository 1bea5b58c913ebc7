"""Reminders: who asked for them, what is due, and the outbox from which they are sent."""
