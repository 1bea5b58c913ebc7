"""What moderators do with the questions of an evening: screen, decide, mask, merge, correct, remove."""
