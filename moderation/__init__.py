"""Moderation: every decision about which questions become public, with its reason."""
