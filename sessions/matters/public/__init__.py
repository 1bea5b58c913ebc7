"""Complaints and suggestions as everybody sees them: lists, search, history, map, figures, files. Only public facts."""
