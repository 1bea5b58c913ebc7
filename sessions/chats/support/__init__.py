"""Who supports which question, whose support counts, and where it goes when questions change."""
