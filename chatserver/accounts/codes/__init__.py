"""Codes for signing in: sent to a phone or a mailbox, or printed on paper."""
