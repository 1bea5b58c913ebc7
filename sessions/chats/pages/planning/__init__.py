"""The clerk's pages, for the calendar of a ward or of a borough."""
