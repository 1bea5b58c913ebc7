"""What this process knows of the streams: each is read and folded once for everybody, and let go when nobody asks."""
