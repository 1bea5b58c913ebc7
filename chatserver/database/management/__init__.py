"""The commands of the served database."""
