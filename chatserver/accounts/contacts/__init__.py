"""How a person is reached for reminders."""
