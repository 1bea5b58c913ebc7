"""Activities as everybody sees them: the list with its filters, one of them, its history, files, the calendar."""
