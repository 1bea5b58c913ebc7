"""The evening that plays itself: residents, councillor, official, moderator and clerk, each on a socket."""
