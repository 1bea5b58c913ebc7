"""Complaints and suggestions like another one, so that somebody may say "me too" instead of sending it again."""
