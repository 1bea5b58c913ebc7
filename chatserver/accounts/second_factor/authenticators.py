"""A person's second factors: an app that shows codes, passkeys, and recovery codes on paper."""

from hmac import compare_digest
from typing import Any

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt
from cryptography.fernet import InvalidToken
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from chatserver.accounts.allauth_internals import TOTP, RecoveryCodes, app_code, generate_totp_secret, webauthn
from chatserver.accounts.limits.rate_limits import DAY_S, MINUTE_S, Limit, Spending, spend
from chatserver.accounts.models import User
from sessions.contract.limits import MAX_CODE_LENGTH, MAX_PASSKEY_NAME_GRAPHEMES
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import clean_optional_line, fold_digits

Type = Authenticator.Type
_TOO_MANY = gettext_lazy("Too many attempts. Please try again in 15 minutes.")
CODES = Limit("second_factor", 8, 15 * MINUTE_S, _TOO_MANY)
CODES_A_DAY = Limit(
    "second_factor.day", 40, DAY_S, gettext_lazy("Too many attempts today. Use a passkey, or try again tomorrow.")
)
"""Three of a million codes are right at any moment: guessing for a year has one chance in twenty-three."""

PASSKEYS = Limit("second_factor.passkey", 20, 15 * MINUTE_S, _TOO_MANY)
"""Apart from the codes' limit: nobody guesses a passkey, and guesses at codes must not lock its owner out."""

STEPS_OFF = (-1, 0, 1)
"""Clocks of phones are up to half a minute wrong."""

UNREADABLE_SECRET = gettext_lazy(
    "The secret key of this website was changed, so your app’s codes and your backup codes no longer work. Use a "
    "passkey, or ask the people who run this website to reset your two-step verification. Then you set it up again."
)


def has_authenticator(person: User) -> bool:
    return bool(_strong(person).exists())


def authenticators_of(person: User) -> list[Authenticator]:
    """Apps and passkeys, the oldest first; without the recovery codes."""
    return list(_strong(person).order_by("pk"))


def new_secret() -> str:
    return str(generate_totp_secret())


def has_app(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person, type=Type.TOTP).exists())


def add_app(person: User, *, secret: str, code: str, is_first: bool) -> None:
    """Save an app that has shown a right code for this secret, in place of any other app.

    is_first: the person had no second factor, and so proved none. Raises Refused: too_often, bad_code, stale (there is
    one by now).
    """
    step = _step_of(secret, _spend_on(person, code))
    if step is None:
        raise _wrong()
    with transaction.atomic():
        _lock(person, is_first=is_first)
        Authenticator.objects.filter(user=person, type=Type.TOTP).delete()
        instance = TOTP.activate(person, secret).instance
        instance.data["step"] = step
        instance.save()
        _activate_recovery_codes(person)


@transaction.atomic
def add_passkey(person: User, *, credential: Any, name: str, is_first: bool) -> None:
    """Save a passkey that this browser has just made; otherwise as add_app.

    Raises Refused: bad_code, stale, and too_long or bad_characters for its name.
    """
    named = _read_name(name)
    try:
        webauthn().complete_registration(credential)
    except Exception as error:  # the library fails in many ways on invented data
        raise _failed() from error
    _lock(person, is_first=is_first)
    webauthn().WebAuthn.add(person, named, credential)
    _activate_recovery_codes(person)


def passkey_to_make(person: User) -> dict[str, Any]:
    """The options that a browser needs to make a passkey. Its answer is checked against the request's cookie session.

    A discoverable credential, where the device can make one: with it the person also signs in without a code.
    """
    from fido2.webauthn import ResidentKeyRequirement, UserVerificationRequirement  # late, as webauthn() is

    library = webauthn()
    options, state = library.get_server().register_begin(
        user=library.build_user_payload(person),
        credentials=library.get_credentials(person),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
        extensions=library.EXTENSIONS,
    )
    library.set_state(state)
    return dict(options)


def passkey_to_use(person: User) -> dict[str, Any] | None:
    """The options that a browser needs to prove a passkey; None where the person has none."""
    if not Authenticator.objects.filter(user=person, type=Type.WEBAUTHN).exists():
        return None
    return dict(webauthn().begin_authentication(person))


def has_unreadable(person: User) -> bool:
    """Whether an app or recovery codes can no longer be decrypted, because the secret key was changed."""
    kept = Authenticator.objects.filter(user=person, type__in=(Type.TOTP, Type.RECOVERY_CODES))
    return not all(_is_readable(each) for each in kept)


def prove_by_code(person: User, code: str) -> str:
    """Which second factor the code belongs to: totp or recovery_codes. The code is used up.

    A try is counted before anything is compared, and stays counted. Raises Refused: too_often, bad_code, unreadable.
    """
    typed = _spend_on(person, code)
    if len(typed) == app_settings.TOTP_DIGITS:
        if _use_app(person, typed):
            return str(Type.TOTP)
    else:
        for authenticator in Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES):
            _require_readable(authenticator)
            if authenticator.wrap().validate_code(typed):
                return str(Type.RECOVERY_CODES)
    raise _wrong()


def prove_by_passkey(person: User, credential: Any) -> str:
    """Raises Refused: too_often, bad_code."""
    spend(Spending(PASSKEYS, str(person.pk)))
    try:
        authenticator = webauthn().complete_authentication(person, credential)
    except Exception as error:  # as above
        raise _failed() from error
    note_usage(authenticator)
    return str(Type.WEBAUTHN)


def unused_recovery_codes(person: User) -> list[str]:
    authenticator = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    is_there = authenticator is not None and _is_readable(authenticator)
    return authenticator.wrap().get_unused_codes() if is_there else []


@transaction.atomic
def renew_recovery_codes(person: User) -> None:
    """Make new recovery codes; the earlier ones become void."""
    _lock(person)
    Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(person)


@transaction.atomic
def remove_authenticator(person: User, authenticator_id: int) -> None:
    """Raises Refused: not_found, last (a person with a duty needs one)."""
    _lock(person)
    kept = _strong(person)
    if not kept.filter(pk=authenticator_id).exists():
        raise Refused("not_found", _("It has already been removed."))
    if kept.count() == 1:
        raise Refused("last", _("This is the only one. Add another before you remove it."))
    kept.filter(pk=authenticator_id).delete()


@transaction.atomic
def forget_authenticators(person: User) -> int:
    """Delete all second factors of a person who has lost them; answers how many there were."""
    return int(Authenticator.objects.filter(user=person).delete()[0])


def _strong(person: User) -> Any:
    return Authenticator.objects.filter(user=person, type__in=(Type.TOTP, Type.WEBAUTHN))


def _lock(person: User, *, is_first: bool = False) -> None:
    """Lock the account. Where two browsers set up the first second factor at once, the later one has to prove it."""
    User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    if is_first and has_authenticator(person):
        raise Refused(
            "stale",
            _("Two-step verification has been set up in the meantime. Reload the page and do the second step first."),
        )


def _spend_on(person: User, code: str) -> str:
    """Count the try, and answer the digits of the code."""
    spend(Spending(CODES, str(person.pk)), Spending(CODES_A_DAY, str(person.pk)))
    return _read_code(code)


def _read_code(code: str) -> str:
    return "".join(filter(str.isdigit, fold_digits(code[:MAX_CODE_LENGTH])))


def _read_name(name: str) -> str:
    """Raises Refused: too_long, bad_characters."""
    return clean_optional_line(name, max_graphemes=MAX_PASSKEY_NAME_GRAPHEMES) or _("Passkey")


@transaction.atomic
def _use_app(person: User, code: str) -> bool:
    """Whether it is a code of the person's app, later than any code that was used before."""
    for authenticator in Authenticator.objects.select_for_update().filter(user=person, type=Type.TOTP):
        _require_readable(authenticator)
        step = _step_of(decrypt(authenticator.data["secret"]), code)
        if step is not None and step > authenticator.data.get("step", 0):
            authenticator.data["step"] = step
            note_usage(authenticator)
            return True
    return False


def _activate_recovery_codes(person: User) -> None:
    """Make recovery codes, unless there are some that can be decrypted."""
    kept = Authenticator.objects.filter(user=person, type=Type.RECOVERY_CODES).first()
    if kept is not None and not _is_readable(kept):
        kept.delete()
    RecoveryCodes.activate(person)


def _is_readable(authenticator: Authenticator) -> bool:
    secret = "secret" if authenticator.type == Type.TOTP else "seed"
    try:
        decrypt(authenticator.data[secret])
    except InvalidToken:
        return False
    return True


def _require_readable(authenticator: Authenticator) -> None:
    if not _is_readable(authenticator):
        raise Refused("unreadable", UNREADABLE_SECRET)


def _step_of(secret: str, code: str) -> int | None:
    """The time step (of 30 seconds) that the code belongs to; None where it belongs to no step around now."""
    now = int(timezone.now().timestamp()) // app_settings.TOTP_PERIOD
    steps = {now + off: app_code(secret, now + off) for off in STEPS_OFF}
    return next((step for step, right in steps.items() if compare_digest(right, code)), None)


def note_usage(authenticator: Authenticator) -> None:
    authenticator.last_used_at = timezone.now()
    authenticator.save(update_fields=["data", "last_used_at"])


def _wrong() -> Refused:
    return Refused("bad_code", _("Wrong or expired code. Enter the code that the app shows now; each works once."))


def _failed() -> Refused:
    return Refused("bad_code", _("The passkey was not accepted. Please try again."))
