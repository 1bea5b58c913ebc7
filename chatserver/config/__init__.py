"""Configuration from the environment, checked for safety, for chatserver/settings.py."""
