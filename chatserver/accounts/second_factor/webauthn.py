"""allauth's WebAuthn module, loaded when a passkey is first used: few people use one, and it loads slowly."""

from typing import Any


def webauthn() -> Any:
    """allauth's module that begins and completes the ceremonies of passkeys."""
    from allauth.mfa.webauthn.internal import auth

    return auth
