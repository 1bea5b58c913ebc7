"""The database that is served: whether it is the one that this installation served last, and where its file is."""
