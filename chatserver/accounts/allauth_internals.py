"""Parts of allauth that its public interface lacks. Nothing else here imports its `internal` packages.

With another release of allauth, this is the file to look at.
"""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value

__all__ = ["TOTP", "RecoveryCodes", "app_code", "generate_totp_secret", "record_authentication", "webauthn"]


def app_code(secret: str, step: int) -> str:
    """What an app with this secret shows in a half minute (RFC 6238), counted from 1970 on."""
    return str(format_hotp_value(hotp_value(secret, step)))


def webauthn() -> Any:
    """The module that begins and completes what a browser does with a passkey, with fido2.

    Loaded when a passkey is first used: few are, and it takes long to load.
    """
    from allauth.mfa.webauthn.internal import auth

    return auth
