"""Hashes under the installation's key: a value can be found again, and nobody can read it from the database."""

from django.utils.crypto import salted_hmac


def hash_keyed(purpose: str, value: str) -> str:
    """64 hexadecimal digits. Each purpose gives another hash, so that the rows of two tables cannot be matched."""
    return salted_hmac(f"chatserver.accounts.{purpose}", value, algorithm="sha256").hexdigest()
