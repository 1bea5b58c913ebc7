"""Corrections in the draft record: of a moderator's own words, and at the request of authors."""
