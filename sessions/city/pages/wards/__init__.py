"""The home page, the list of wards with its search, and the ward that a reader lives in or looks for."""
