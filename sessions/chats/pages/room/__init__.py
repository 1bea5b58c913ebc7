"""The room and the floor page, and the data and words that their scripts start with."""
