"""Django's cookie sessions, each findable by its account."""
