"""The clerk's pages, where the calendar of a ward or of a borough is kept."""
