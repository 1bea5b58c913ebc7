"""The moderators' work at the desk: claims, decisions that can be undone, second thoughts, and notes to colleagues."""
