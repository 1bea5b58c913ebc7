"""Questions that ask the same: words for all of them."""
