"""What Django's queries and migrations need beside Django."""
