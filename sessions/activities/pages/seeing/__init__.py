"""What everybody sees of activities: the list, one of them, its photographs, files and feeds."""
