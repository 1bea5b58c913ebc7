"""Signing in: by a code, a passkey, a password or a link of the demo."""
