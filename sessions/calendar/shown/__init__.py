"""What people are shown of the calendar: months, entries, posters, and the audit of its changes in words."""
