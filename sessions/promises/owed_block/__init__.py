"""What is owed from last time: listed when a chat opens, and answered in it before the queue, one after the other."""
