"""Questions that ask the same: words for all of them, and one of them taken out of the merge again."""
