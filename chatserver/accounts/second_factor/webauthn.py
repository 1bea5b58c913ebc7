"""WebAuthn as allauth does it with fido2, loaded when a passkey is first used: few are, and it takes long to load."""

from typing import Any


def webauthn() -> Any:
    """The module of allauth that begins and completes what a browser does with a passkey."""
    from allauth.mfa.webauthn.internal import auth

    return auth
