"""The served database: whether it is the one that this installation served last, and whether its files are intact."""
