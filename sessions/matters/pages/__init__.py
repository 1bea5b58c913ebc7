"""Pages of complaints and suggestions: lodging, seeing, and the office's work."""
