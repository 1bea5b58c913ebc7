"""The code by which somebody shows that a number or an address is theirs: asked for, tried, used once."""

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import lazy
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.addresses.email import mailbox_of
from chatserver.accounts.addresses.phone import is_abroad
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.device_cookie import DUTY, Device
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.rate_limits import Spending
from chatserver.accounts.limits.work import Work
from chatserver.accounts.models.sign_in_code import SignInCode
from sessions.models import Channel
from sessions.refusals import Refused
from sessions.text.bilingual import number_words
from sessions.text.text_input import fold_digits

LIFE = timedelta(minutes=10)
KEPT = timedelta(hours=1)
MAX_TRIES = 5
DIGITS = 6
LONGEST_TYPED = 60
"""Characters of a code as people type it, a printed one with blanks and dashes, too."""


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """Where a request comes from: an address and its neighbourhood (chatserver/accounts/limits/client_address.py).

    device: the browser, where somebody has signed in on it before; work: what was done for this request.
    """

    address: str
    network: str
    device: Device | None = None
    work: Work | None = None

    def knows(self, identifier: str) -> bool:
        return self.device is not None and self.device.has_signed_in(identifier)


def ask_for_code(browser: str, *, channel: str, address: str, line: RequestOrigin) -> tuple[SignInCode, str]:
    """A new code for this browser, and its digits, which are kept nowhere: they are to be sent at once.

    Codes for the same browser that are not used yet become void; those that others have asked for at the same address
    hold, or anybody could keep its reader out. Whether anybody is known by the address is not even looked up. Raises
    Refused too_often, and WorkNeeded.
    """
    now, digits = timezone.now(), get_adapter().generate_login_code()
    own = Q(browser=_hash_browser(browser), used_at=None)
    of_addressee = _spendings_of_addressee(channel, address, line)
    with rate_limits.spent(*of_addressee, *_spendings_of_all(channel, address, line), work=line.work):
        SignInCode.objects.filter(Q(expires_at__lte=now - KEPT) | own).delete()
        row = SignInCode.objects.create(
            browser=_hash_browser(browser),
            channel=Channel(channel),
            address=address,
            digest=_hash_code(browser, digits),
            asked_at=now,
            expires_at=now + LIFE,
            counted=" ".join(each.key for each in of_addressee),
        )
    return row, digits


@transaction.atomic
def note_failed(code_id: int) -> None:
    """It surely has not gone out: it opens nothing, the page says so, and another can be asked for at once."""
    if SignInCode.objects.filter(pk=code_id, has_failed=False).update(has_failed=True):
        rate_limits.give_back(SignInCode.objects.get(pk=code_id).counted.split())


def try_code(browser: str, *, text: str, line: RequestOrigin) -> SignInCode:
    """Use the code that was sent for this browser. Raises Refused bad_code, wrong_code, void_code or too_often.

    A try is counted before anything is compared, in one statement: of twenty at the same moment five are looked at.
    """
    digits = read_digits(text)
    if len(digits) != DIGITS or not digits.isdecimal():
        raise Refused("bad_code", _("Enter the six digits of the code."))
    found = _find_to_try(browser)
    rate_limits.spend(_try_of(found, line), work=line.work)
    row = _count_try(found.pk)
    if not constant_time_compare(row.digest, _hash_code(browser, digits)):
        left = MAX_TRIES - row.tries
        raise Refused("wrong_code", _wrong_code(left)) if left > 0 else _void()
    if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise _void()  # somebody was faster by a moment
    return row


def last_code(browser: str) -> SignInCode | None:
    """What this browser has asked for last and not used, whether it still holds or not."""
    return SignInCode.objects.filter(browser=_hash_browser(browser), used_at=None).order_by("-pk").first()


def proven_code(browser: str) -> SignInCode | None:
    """The one that was right in this browser, while it is still open who of the household it is."""
    rows = SignInCode.objects.filter(browser=_hash_browser(browser), used_at__gt=timezone.now() - LIFE)
    return rows.order_by("-pk").first()


def spend_proof(row: SignInCode) -> None:
    """What a right code is good for, once. Raises Refused void_code where that has been taken already."""
    deleted, _by_model = SignInCode.objects.filter(pk=row.pk).delete()
    if not deleted:
        raise _void()


def addressee_of(channel: str, address: str) -> str:
    """Who is counted, and by which a device is known: however they spell their mailbox."""
    return f"{channel}:{mailbox_of(address) if channel == Channel.EMAIL else address}"


def forget_codes() -> None:
    """Drop what nobody can use any more, with the addresses that stand in it."""
    SignInCode.objects.filter(expires_at__lte=timezone.now() - KEPT).delete()


def holds(row: SignInCode) -> bool:
    return row.expires_at > timezone.now() and row.tries < MAX_TRIES and not row.has_failed


def read_digits(text: str) -> str:
    """The digits of what was typed, of whatever script, without the blanks and dashes between them."""
    if len(text) > LONGEST_TYPED:
        return ""
    return "".join(char for char in fold_digits(text) if char not in " \t\u00a0-\u2013\u2014\u200b")


def _find_to_try(browser: str) -> SignInCode:
    """The browser's latest code, where it can be tried still. Raises Refused void_code; nothing is written for that."""
    rows = SignInCode.objects.filter(browser=_hash_browser(browser), used_at=None, expires_at__gt=timezone.now())
    latest = rows.filter(has_failed=False).order_by("-pk").first()
    if latest is None or latest.tries >= MAX_TRIES:
        raise _void()
    return latest


def _count_try(code_id: int) -> SignInCode:
    """The code, with this try counted. Raises Refused void_code where none is left."""
    rows = SignInCode.objects.filter(pk=code_id, used_at=None, has_failed=False)
    row = rows.first() if rows.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1) else None
    if row is None:
        raise _void()
    return row


def _try_of(row: SignInCode, line: RequestOrigin) -> Spending:
    if line.device is not None and line.knows(addressee_of(row.channel, row.address)):
        return Spending(rate_limits.TRIES_PER_DEVICE, line.device.id)
    return Spending(rate_limits.TRIES_PER_LINE, line.address)


def _spendings_of_addressee(channel: str, address: str, line: RequestOrigin) -> list[Spending]:
    """Those that are given back where the code has not gone out."""
    addressee = addressee_of(channel, address)
    if line.device is not None and line.knows(addressee):
        own = f"{line.device.id} {addressee}"
        each = (rate_limits.CODE_COOL_DOWN, rate_limits.CODES_PER_DEVICE_HOUR, rate_limits.CODES_PER_DEVICE_DAY)
        return [Spending(limit, own) for limit in each]
    asker = f"{line.network} {addressee}"
    by_asker = (rate_limits.CODE_COOL_DOWN, rate_limits.CODES_PER_ASKER_HOUR, rate_limits.CODES_PER_ASKER_DAY)
    by_all = (rate_limits.CODES_PER_ADDRESSEE_HOUR, rate_limits.CODES_PER_ADDRESSEE_DAY)
    return [*(Spending(limit, asker) for limit in by_asker), *(Spending(limit, addressee) for limit in by_all)]


def _spendings_of_all(channel: str, address: str, line: RequestOrigin) -> list[Spending]:
    is_known, is_far = line.knows(addressee_of(channel, address)), channel == Channel.SMS and is_abroad(address)
    if is_known:
        in_all = rate_limits.CODES_IN_ALL_ON_DUTY if line.knows(DUTY) else rate_limits.CODES_IN_ALL_KNOWN
        abroad = [Spending(rate_limits.ABROAD_IN_ALL_KNOWN)] if is_far else []
        return [Spending(in_all, channel), *abroad]
    far = [Spending(rate_limits.ABROAD_PER_NETWORK, line.network), Spending(rate_limits.ABROAD_IN_ALL)]
    abroad = far if is_far else []
    return [
        Spending(rate_limits.CODES_PER_LINE, line.address),
        Spending(rate_limits.CODES_PER_NETWORK, line.network),
        Spending(rate_limits.CODES_IN_ALL, channel),
        *abroad,
    ]


def _hash_browser(browser: str) -> str:
    return hash_keyed("codes.browser", browser)


def _hash_code(browser: str, digits: str) -> str:
    """Bound to the browser: the digits of another one's code are no code here."""
    return hash_keyed("codes.digits", f"{browser}:{digits}")


def _void() -> Refused:
    return Refused("void_code", _("This code has expired. Ask for a new one."))


def _say_wrong_code(left: int) -> str:
    message = ngettext(
        "Wrong code. You can try once more.",
        "Wrong code. You can try %(left)s more times.",
        left,
    )
    return message % {"left": number_words(left).in_language(get_language())}


_wrong_code = lazy(_say_wrong_code, str)
