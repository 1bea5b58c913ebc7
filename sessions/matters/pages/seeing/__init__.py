"""What everybody sees of complaints and suggestions: list, map, one of them, figures, files, feeds."""
