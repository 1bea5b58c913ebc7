"""The public moderation ledger: every decision of the moderators, read from the log alone, and without a word of it."""
