"""Who supports which question, whose support counts, and what becomes of it when questions change."""
