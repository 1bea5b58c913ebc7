"""The evening of a ward: its calendar, its questions and their support, written answers."""
