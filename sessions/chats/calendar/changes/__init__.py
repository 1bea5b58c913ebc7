"""The audit of what clerks change, in words."""
