"""What others hear of activities."""

from django.dispatch import Signal

activity_changed = Signal()
"""Sent in the transaction of the change, after its event: activity (Activity, locked), step (published, corrected,
withdrawn)."""
