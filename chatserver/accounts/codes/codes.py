"""Codes by which a person proves that a number or an address is theirs: asked for, tried, used once."""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from chatserver.accounts.email_addresses import mailbox_of
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.device_cookie import DUTY, Device
from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.proof_of_work import Work
from chatserver.accounts.limits.rate_limits import Limit, Spending
from chatserver.accounts.models.sign_in_code import SignInCode
from chatserver.accounts.phone_numbers import is_abroad
from sessions.contract.limits import MAX_CODE_LENGTH
from sessions.models import Channel
from sessions.platform.refusals import Refused
from sessions.platform.text.digits import digits
from sessions.platform.text.text_input import fold_digits

logger = logging.getLogger(__name__)

LIFE = timedelta(minutes=10)
KEPT = timedelta(hours=1)
MAX_TRIES = 5
DIGITS = 6
BETWEEN = " \t\u00a0-\u2013\u2014\u200b\u200e\u200f\u2068\u2069"
"""Blanks, dashes, and marks of direction that come along when a code is copied."""


@dataclass(frozen=True, slots=True)
class RequestOrigin:
    """Where a request comes from: its address and its network, by chatserver/accounts/limits/client_address.py.

    device: the browser, where somebody has signed in on it before. work: the proof of work that came with the request.
    """

    address: str
    network: str
    device: Device | None = None
    work: Work | None = None

    def knows(self, identifier: str) -> bool:
        return self.device is not None and self.device.has_signed_in(identifier)


def ask_for_code(browser: str, *, channel: str, address: str, origin: RequestOrigin) -> tuple[SignInCode, str]:
    """Make a code for this browser, and answer its row and its digits. The digits are kept nowhere: send them at once.

    Unused codes of the same browser become void. Codes that other browsers asked for at the same address stay valid,
    or anybody could keep its reader out. Whether an account has the address is not even looked up. Raises Refused
    too_often, and WorkNeeded.
    """
    now, digits = timezone.now(), get_adapter().generate_login_code()
    own = Q(browser=_hash_browser(browser), used_at=None)
    of_addressee = _spendings_of_addressee(channel, address, origin)
    abroad = _spendings_abroad(channel, address, origin)
    network = "" if origin.knows(addressee_of(channel, address)) else hash_channel_network(channel, origin.network)
    in_all = _spendings_in_all(channel, origin, network)
    with rate_limits.spent(*of_addressee, *in_all, *abroad, work=origin.work):
        SignInCode.objects.filter(Q(expires_at__lte=now - KEPT) | own).delete()
        row = SignInCode.objects.create(
            browser=_hash_browser(browser),
            channel=Channel(channel),
            address=address,
            digest=_hash_code(browser, digits),
            asked_at=now,
            expires_at=now + LIFE,
            counted=" ".join(each.key for each in of_addressee),
            counted_in_all=" ".join(each.key for each in in_all),
            network=network,
        )
    _warn_of_half(channel)
    return row, digits


@transaction.atomic
def void_unsent_code(code_id: int) -> None:
    """Void a code that surely was not sent: the page says so, and another code can be asked for at once."""
    if SignInCode.objects.filter(pk=code_id, has_failed=False).update(has_failed=True):
        rate_limits.give_back(SignInCode.objects.get(pk=code_id).counted.split())


def try_code(browser: str, *, text: str, origin: RequestOrigin) -> SignInCode:
    """Use the code that was sent for this browser. Raises Refused bad_code, wrong_code, void_code or too_often.

    A try is counted before anything is compared, in one statement: of twenty tries at the same moment, five are
    compared.
    """
    digits = read_digits(text)
    if len(digits) != DIGITS or not digits.isdecimal():
        raise Refused("bad_code", _("Enter the six digits of the code."))
    found = _find_to_try(browser)
    rate_limits.spend(_try_of(found, origin), work=origin.work)
    row = _count_try(found.pk)
    if not constant_time_compare(row.digest, _hash_code(browser, digits)):
        left = MAX_TRIES - row.tries
        raise Refused("wrong_code", _wrong_code(left)) if left > 0 else _void()
    if not SignInCode.objects.filter(pk=row.pk, used_at=None).update(used_at=timezone.now()):
        raise _void()  # another request has used it a moment ago
    _count_entered(row)
    return row


def last_code(browser: str) -> SignInCode | None:
    """The newest unused code that this browser asked for, valid or not."""
    return SignInCode.objects.filter(browser=_hash_browser(browser), used_at=None).order_by("-pk").first()


def proven_code(browser: str) -> SignInCode | None:
    """The code that was right in this browser, while the person has not yet said who of the household they are."""
    rows = SignInCode.objects.filter(browser=_hash_browser(browser), used_at__gt=timezone.now() - LIFE)
    return rows.order_by("-pk").first()


def spend_proof(row: SignInCode) -> None:
    """Use up a proven code, once. Raises Refused void_code where it was used up already."""
    deleted, _by_model = SignInCode.objects.filter(pk=row.pk).delete()
    if not deleted:
        raise _void()


def addressee_of(channel: str, address: str) -> str:
    """A key for an addressee, for rate limits and for known devices; the same for all spellings of a mailbox."""
    return f"{channel}:{mailbox_of(address) if channel == Channel.EMAIL else address}"


def hash_channel_network(channel: str, network: str) -> str:
    """Each channel apart: mailboxes, which cost nothing, say nothing about who orders SMS."""
    return hash_keyed("codes.network", f"{channel} {network}")


def forget_codes() -> None:
    """Delete codes that can no longer be used, with the addresses in them."""
    SignInCode.objects.filter(expires_at__lte=timezone.now() - KEPT).delete()


def holds(row: SignInCode) -> bool:
    return row.expires_at > timezone.now() and row.tries < MAX_TRIES and not row.has_failed


def read_digits(text: str) -> str:
    """The ASCII digits of what was typed, in any script, without what stands between them."""
    if len(text) > MAX_CODE_LENGTH:
        return ""
    return "".join(char for char in fold_digits(text) if char not in BETWEEN)


def _find_to_try(browser: str) -> SignInCode:
    """The browser's newest code, if it can still be tried. Raises Refused void_code. Writes nothing."""
    rows = SignInCode.objects.filter(browser=_hash_browser(browser), used_at=None, expires_at__gt=timezone.now())
    latest = rows.filter(has_failed=False).order_by("-pk").first()
    if latest is None or latest.tries >= MAX_TRIES:
        raise _void()
    return latest


def _count_try(code_id: int) -> SignInCode:
    """The code, with this try counted. Raises Refused void_code where no try is left."""
    rows = SignInCode.objects.filter(pk=code_id, used_at=None, has_failed=False)
    row = rows.first() if rows.filter(tries__lt=MAX_TRIES).update(tries=F("tries") + 1) else None
    if row is None:
        raise _void()
    return row


def _try_of(row: SignInCode, origin: RequestOrigin) -> Spending:
    if origin.device is not None and origin.knows(addressee_of(row.channel, row.address)):
        return Spending(rate_limits.TRIES_PER_DEVICE, origin.device.id)
    return Spending(rate_limits.TRIES_PER_ADDRESS, origin.address)


def _spendings_of_addressee(channel: str, address: str, origin: RequestOrigin) -> list[Spending]:
    """What is counted for the addressee; it is given back where the code was not sent."""
    addressee = addressee_of(channel, address)
    if origin.device is not None and origin.knows(addressee):
        own = f"{origin.device.id} {addressee}"
        each = (rate_limits.CODE_COOL_DOWN, rate_limits.CODES_PER_DEVICE_HOUR, rate_limits.CODES_PER_DEVICE_DAY)
        return [Spending(limit, own) for limit in each]
    asker = f"{origin.network} {addressee}"
    by_asker = (rate_limits.CODE_COOL_DOWN, rate_limits.CODES_PER_ASKER_HOUR, rate_limits.CODES_PER_ASKER_DAY)
    by_all = (rate_limits.CODES_PER_ADDRESSEE_HOUR, rate_limits.CODES_PER_ADDRESSEE_DAY)
    return [*(Spending(limit, asker) for limit in by_asker), *(Spending(limit, addressee) for limit in by_all)]


def _spendings_in_all(channel: str, origin: RequestOrigin, network: str) -> list[Spending]:
    """What is counted for where it comes from, and for all together, until the code is entered.

    network: as in SignInCode.
    """
    if not network:
        in_all = rate_limits.CODES_IN_ALL_ON_DUTY if origin.knows(DUTY) else rate_limits.CODES_IN_ALL_KNOWN
        return [Spending(in_all, channel)]
    lately = Spending(rate_limits.CODES_UNENTERED_LATELY, network)
    entered_today, entered_in_month, unentered_lately = rate_limits.count_times(
        Spending(rate_limits.CODES_ENTERED_PER_NETWORK, network),
        Spending(rate_limits.NETWORK_THAT_ENTERS, network),
        lately,
    )
    return [
        Spending(rate_limits.CODES_PER_ADDRESS, origin.address),
        Spending(rate_limits.CODES_PER_NETWORK, origin.network),
        Spending(rate_limits.CODES_PER_NETWORK_DAY, origin.network),
        Spending(_limit_of_unentered(entered_today, unentered_lately), network),
        lately,
        Spending(rate_limits.CODES_IN_ALL if entered_in_month else rate_limits.CODES_IN_ALL_NEW_NETWORK, channel),
    ]


def _limit_of_unentered(entered_today: int, unentered_lately: int) -> Limit:
    """Few where a network's codes are hardly ever entered: then somebody orders them for invented numbers."""
    limit = rate_limits.CODES_UNENTERED_PER_NETWORK
    free = limit.free or 0
    may_be_unentered = free + rate_limits.MORE_FOR_EACH_ENTERED * entered_today
    return replace(limit, times=may_be_unentered + min(unentered_lately, limit.times - free), free=may_be_unentered)


def _spendings_abroad(channel: str, address: str, origin: RequestOrigin) -> list[Spending]:
    """Return what is counted for a number abroad; never given back.

    Somebody who earns money by each message to a number abroad can enter its code, too.
    """
    if channel != Channel.SMS or not is_abroad(address):
        return []
    if origin.knows(addressee_of(channel, address)):
        return [Spending(rate_limits.ABROAD_IN_ALL_KNOWN)]
    return [Spending(rate_limits.ABROAD_PER_NETWORK, origin.network), Spending(rate_limits.ABROAD_IN_ALL)]


@transaction.atomic
def _count_entered(row: SignInCode) -> None:
    """An entered code counts in no budget any longer, and speaks for the network that asked for it.

    Not so for its addressee: they get only so many messages a day.
    """
    rate_limits.give_back(row.counted_in_all.split())
    if row.network:
        rate_limits.spend(Spending(rate_limits.CODES_ENTERED_PER_NETWORK, row.network))
        rate_limits.begin_anew(Spending(rate_limits.NETWORK_THAT_ENTERS, row.network))


def _warn_of_half(channel: str) -> None:
    """Tell the operator once a day when half of what strangers may have is used up."""
    told, at_most = Spending(rate_limits.HALF_OF_CODES_TOLD, channel), rate_limits.CODES_IN_ALL.times
    used, was_told = rate_limits.count_times(Spending(rate_limits.CODES_IN_ALL, channel), told)
    if used * 2 < at_most or was_told:
        return
    with suppress(Refused):  # another process tells it at the same moment
        rate_limits.spend(told)
        logger.warning("Sign-in codes by %s: %d of today's %d were sent but never entered.", channel, used, at_most)


def _hash_browser(browser: str) -> str:
    return hash_keyed("codes.browser", browser)


def _hash_code(browser: str, digits: str) -> str:
    """The hash is bound to the browser: the digits of another browser's code are wrong here."""
    return hash_keyed("codes.digits", f"{browser}:{digits}")


def _void() -> Refused:
    return Refused("void_code", _("This code has expired. Ask for a new one."))


def _say_wrong_code(left: int) -> str:
    message = ngettext(
        "Wrong code. You can try once more.",
        "Wrong code. You can try %(left)s more times.",
        left,
    )
    return message % {"left": digits(left)}


_wrong_code = lazy(_say_wrong_code, str)
