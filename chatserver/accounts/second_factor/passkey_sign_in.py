"""Signing in by a passkey alone (WebAuthn, discoverable credentials), without a number or a code."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.core import signing
from django.utils.html import json_script
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.allauth_internals import webauthn
from chatserver.accounts.limits.rate_limits import MINUTE_S, Limit, Spending, spend
from chatserver.accounts.models import User
from chatserver.accounts.second_factor.authenticators import note_usage
from sessions.platform.refusals import Refused

SALT = "chatserver.accounts.passkey_sign_in"
GOOD_FOR_S = 10 * MINUTE_S
LONGEST = 20_000
_NOT_ACCEPTED = _("The passkey was not accepted. Please try again, or sign in with a code.")
ONCE = Limit("passkey.once", 1, GOOD_FOR_S, _NOT_ACCEPTED)


@dataclass(frozen=True, slots=True)
class PasskeyChallenge:
    """A challenge for a passkey.

    options: for the browser. token: the same challenge, signed, to come back, as a visitor has no cookie session.
    """

    options: dict[str, Any]
    token: str


def begin_passkey_sign_in() -> PasskeyChallenge:
    """The device verifies its holder by finger, face or its own code, so the passkey counts as both factors."""
    from fido2.webauthn import UserVerificationRequirement  # late, as webauthn() is

    required = UserVerificationRequirement.REQUIRED
    options, state = webauthn().get_server().authenticate_begin(user_verification=required)
    return PasskeyChallenge(dict(options), signing.dumps(state["challenge"], salt=SALT))


def complete_passkey_sign_in(token: str, credential: str) -> User:
    """The person whose passkey has signed the challenge, once. Writes nothing before that is sure. Raises Refused."""
    from fido2.webauthn import UserVerificationRequirement  # late, as webauthn() is

    try:
        challenge = signing.loads(token, salt=SALT, max_age=GOOD_FOR_S)
        said = json.loads(credential[:LONGEST])
        person = _find_person(said)
        state = {"challenge": challenge, "user_verification": UserVerificationRequirement.REQUIRED}
        used = webauthn().get_server().authenticate_complete(state, webauthn().get_credentials(person), said)
        authenticator = webauthn().get_authenticator_by_credential_id(person, used.credential_id)
    except Exception as error:  # the library fails in many ways on invented data
        raise _refused() from error
    if authenticator is None:
        raise _refused()
    spend(Spending(ONCE, challenge))
    note_usage(authenticator)
    return person


def options_json(options: dict[str, Any]) -> str:
    """fido2's options as JSON for the page's script; binary values are base64url already."""
    return json_script(json.loads(json.dumps(options, default=dict)), "passkey")


def _find_person(said: dict[str, Any]) -> User:
    """The account with the user handle that the device stores beside the passkey (SecondFactorAdapter)."""
    from fido2.utils import websafe_decode  # late, as webauthn() is

    public_id = UUID(bytes=websafe_decode(said["response"]["userHandle"]))
    passkeys = Authenticator.objects.filter(type=Authenticator.Type.WEBAUTHN)
    return User.objects.get(public_id=public_id, is_active=True, pk__in=passkeys.values("user_id"))


def _refused() -> Refused:
    return Refused("bad_code", _NOT_ACCEPTED)
