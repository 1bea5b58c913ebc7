"""Django's cookie sessions, with the account of each, so that an account's own can be found and ended."""
