"""Screening of questions: every decision about what the room gets to see, with its reason."""
