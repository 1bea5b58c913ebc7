"""The evening that plays itself: residents, councillor, moderator and clerk on their sockets."""
