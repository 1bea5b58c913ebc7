"""Hashes under the installation's key: the same value can be found again, and nobody reads it from the database."""

from django.utils.crypto import salted_hmac


def hash_keyed(purpose: str, value: str) -> str:
    """64 hexadecimal digits. Another purpose gives another hash, so that tables cannot be laid side by side."""
    return salted_hmac(f"chatserver.accounts.{purpose}", value, algorithm="sha256").hexdigest()
