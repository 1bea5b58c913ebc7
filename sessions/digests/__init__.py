"""Digests: what happened in a ward in a month, made once for each language, sent to those who asked for it."""
