"""Backups: a whole installation in one file, verified when it is written, and restored from it."""


class BadBackup(Exception):
    """Why a backup cannot be made or used, in one line."""
