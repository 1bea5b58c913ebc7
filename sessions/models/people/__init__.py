"""Tables about people: bans, consents, invitations, changes of ward, reminders, calendar addresses."""
