"""What the server writes about itself: one line for each kind and minute, with causes and without anybody's words."""
