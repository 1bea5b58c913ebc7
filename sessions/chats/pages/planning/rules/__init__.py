"""The clerk's pages for the rules of one ward, and of many wards at once."""
