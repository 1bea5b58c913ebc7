"""Who may do what, and where: access to a chat, appointments, invitations, terms of office, bans, consent."""
