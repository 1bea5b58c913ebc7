"""Telephone numbers and mailboxes, as people write them and as they are kept; pure."""
