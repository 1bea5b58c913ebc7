"""The clerk's pages for rules of wards and of the borough."""
