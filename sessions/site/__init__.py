"""What the website tells of a ward, a borough and the whole city: figures, one timeline, one search."""
