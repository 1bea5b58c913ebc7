"""The calendar as people see it: months, entries, posters, and the audit of its changes in words."""
