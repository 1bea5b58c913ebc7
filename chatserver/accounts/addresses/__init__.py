"""Telephone numbers and e-mail addresses: as people write them, and as the database keeps them; pure."""
