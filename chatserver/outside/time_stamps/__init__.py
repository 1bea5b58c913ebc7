"""Asks the time-stamping authority of the settings to stamp the newest checkpoint of the log (RFC 3161)."""
