"""Backups: everything of an installation in one file, verified before it is called one, and brought back from it."""


class BadBackup(Exception):
    """Why a backup cannot be made or used, in one line."""
