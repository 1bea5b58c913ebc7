"""Promises and complaints owed from last time: listed when a chat opens, and answered one by one before the queue."""
