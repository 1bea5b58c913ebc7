"""How often anybody may do what costs others something; counted in the database, for all processes together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.work import LEAST_BITS, LONGEST_WAIT, Work, WorkNeeded, bits_for
from chatserver.accounts.models.tally import Tally
from sessions.refusals import Refused

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds, which begin with the first of them.

    free: only so many of them without work or waiting (chatserver/accounts/limits/work.py); none: all of them.
    """

    name: str
    times: int
    seconds: int
    message: str | Promise
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What is counted, and for whom: a number, an address, a network, a device, or all."""

    limit: Limit
    subject: str = ""

    @property
    def key(self) -> str:
        return hash_keyed(f"limits.{self.limit.name}", self.subject)


_A_MOMENT_AGO = _("You asked for a code a moment ago. Please wait a little before you ask for a new one.")
_TOO_MANY_CODES = _("You have asked for too many codes. Please wait, or use a printed code from your ward office.")
_TOO_MANY_TRIES = _("Too many attempts from your connection. Please wait a few minutes.")

_TOO_MANY_ACCOUNTS = _(
    "Too many people have signed in for the first time from your network. Please try again in an hour."
)

# Of one addressee. Strangers share theirs, and one of them cannot use them up; each device on which the addressee has
# signed in before has its own. With five tries for each code, strangers can guess fifty times a day: one in 20,000.
CODE_COOL_DOWN = Limit("code.cool_down", 1, MINUTE, _A_MOMENT_AGO)
CODES_PER_ASKER_HOUR = Limit("code.asker.hour", 4, HOUR, _TOO_MANY_CODES)
CODES_PER_ASKER_DAY = Limit("code.asker.day", 7, DAY, _TOO_MANY_CODES)
CODES_PER_ADDRESSEE_HOUR = Limit("code.addressee.hour", 6, HOUR, _TOO_MANY_CODES)
CODES_PER_ADDRESSEE_DAY = Limit("code.addressee.day", 10, DAY, _TOO_MANY_CODES)
CODES_PER_DEVICE_HOUR = Limit("code.device.hour", 5, HOUR, _TOO_MANY_CODES)
CODES_PER_DEVICE_DAY = Limit("code.device.day", 10, DAY, _TOO_MANY_CODES)

# Whole neighbourhoods come from one address of their telephone company: what goes beyond the free part costs each of
# them some work, and only machines come as far as the end.
CODES_PER_LINE = Limit("code.line", 1_200, HOUR, _TOO_MANY_CODES, free=120)
CODES_PER_NETWORK = Limit("code.network", 3_000, HOUR, _TOO_MANY_CODES, free=600)
ABROAD_PER_NETWORK = Limit("abroad.network", 20, DAY, _TOO_MANY_CODES, free=5)
TRIES_PER_LINE = Limit("try.line", 1_500, HOUR, _TOO_MANY_TRIES, free=300)
TRIES_PER_DEVICE = Limit("try.device", 50, HOUR, _TOO_MANY_TRIES)
PRINTED_TRIES_PER_LINE = Limit("printed.line", 600, HOUR, _TOO_MANY_TRIES, free=60)
PRINTED_TRIES_PER_DEVICE = Limit("printed.device", 20, HOUR, _TOO_MANY_TRIES)
ACCOUNTS_PER_NETWORK = Limit("account.network", 1_500, HOUR, _TOO_MANY_ACCOUNTS, free=150)
PASSWORDS_PER_NAME_AND_LINE = Limit("password.name_and_line", 10, 15 * MINUTE, _TOO_MANY_TRIES)
PASSWORDS_PER_LINE = Limit("password.line", 300, 15 * MINUTE, _TOO_MANY_TRIES, free=30)
PASSWORDS_PER_NAME = Limit("password.name", 600, HOUR, _TOO_MANY_TRIES, free=60)
PASSWORDS_PER_DEVICE = Limit("password.device", 10, 15 * MINUTE, _TOO_MANY_TRIES)

# Messages cost money, so there is an end to all of them together. Each counts the same messages, and the end comes
# sooner for strangers: the rest is for devices on which the addressee has signed in, the last for those on duty.
CODES_IN_ALL = Limit("code.all", 16_000, DAY, _TOO_MANY_CODES)
CODES_IN_ALL_KNOWN = Limit("code.all", 19_000, DAY, _TOO_MANY_CODES)
CODES_IN_ALL_ON_DUTY = Limit("code.all", 20_000, DAY, _TOO_MANY_CODES)
ABROAD_IN_ALL = Limit("abroad.all", 200, DAY, _TOO_MANY_CODES, free=50)
ABROAD_IN_ALL_KNOWN = Limit("abroad.all", 250, DAY, _TOO_MANY_CODES)

WORK_ONCE = Limit("work.once", 1, LONGEST_WAIT, "")
WAITS_PER_LINE = Limit("work.wait.line", 60, HOUR, _TOO_MANY_TRIES)
"""Waiting costs a machine nothing, so that less can be had by it than by work."""


def spend(*spendings: Spending, work: Work | None = None) -> None:
    """Count each once, or none of them. Raises Refused too_often, with after_ms, where one is used up, and WorkNeeded.

    work: what was done for it, or nothing.
    """
    with spent(*spendings, work=work):
        pass


@contextmanager
def spent(*spendings: Spending, work: Work | None = None) -> Iterator[None]:
    """Count each once, in one transaction with what is done inside; as spend().

    What is refused takes no lock: it is looked at before the transaction begins. Each step is one statement that
    compares and counts: of any number at the same moment no more than so many pass.
    """
    begun, payment = _look_at(spendings, work)
    with transaction.atomic():
        now = timezone.now().timestamp()
        # In one order, or two could wait for each other.
        for spending in sorted([*spendings, *payment], key=lambda each: each.key):
            after = _spend_one(spending, now, has_begun=spending.key in begun)
            if after > 0:
                raise _too_often(spending, after)
        yield


def _look_at(spendings: Collection[Spending], work: Work | None) -> tuple[set[str], list[Spending]]:
    """The keys of those whose span has begun, and what is to be counted of the work, where any is needed."""
    offered = _payment(work) if work is not None else []
    now, limits = timezone.now().timestamp(), {each.key: each for each in (*spendings, *offered)}
    rows = Tally.objects.filter(key__in=limits, closes_at__gt=now).values_list("key", "times", "closes_at")
    begun = {key: (times, closes_at) for key, times, closes_at in rows}
    bits = max((bits_for(times, limits[key].limit.free) for key, (times, _closes_at) in begun.items()), default=0)
    payment = offered if bits else []
    for spending in (*spendings, *payment):
        times, closes_at = begun.get(spending.key, (0, now))
        if times >= spending.limit.times:
            raise _too_often(spending, closes_at - now, bits)
    if bits > (work.bits if work is not None else 0):
        raise WorkNeeded(bits)
    return set(begun), payment


def _payment(work: Work) -> list[Spending]:
    """Each work is good for one time; and waiting, for only so many."""
    once = Spending(WORK_ONCE, work.nonce)
    return [once, Spending(WAITS_PER_LINE, work.address)] if work.is_waiting else [once]


def give_back(keys: Collection[str]) -> None:
    """What was counted under these keys has come to nothing: it does not count, unless its span is over already."""
    now = timezone.now().timestamp()
    Tally.objects.filter(key__in=sorted(keys), closes_at__gt=now, times__gt=0).update(times=F("times") - 1)


def forget_spent() -> None:
    """Drop what counts no longer."""
    Tally.objects.filter(closes_at__lte=timezone.now().timestamp()).delete()


def _spend_one(spending: Spending, now: float, *, has_begun: bool) -> float:
    """Zero where it was counted, else the seconds until the span is over."""
    limit, rows = spending.limit, Tally.objects.filter(key=spending.key)
    if not has_begun:
        first = Tally(key=spending.key, opened_at=now, closes_at=now, times=0)
        Tally.objects.bulk_create([first], ignore_conflicts=True)
        if rows.filter(closes_at__lte=now).update(opened_at=now, closes_at=now + limit.seconds, times=1):
            return 0.0
    if rows.filter(closes_at__gt=now, times__lt=limit.times).update(times=F("times") + 1):
        return 0.0
    if has_begun and not rows.filter(closes_at__gt=now).exists():  # it ended, or was forgotten, a moment ago
        return _spend_one(spending, now, has_begun=False)
    closes_at = rows.values_list("closes_at", flat=True).first()
    return max(closes_at - now, 1.0) if closes_at is not None else 1.0


def _too_often(spending: Spending, after_s: float, bits: int = LEAST_BITS) -> Refused:
    """Work that was used already is none: there is new work to do."""
    if spending.limit is WORK_ONCE:
        return WorkNeeded(bits)
    return Refused("too_often", spending.limit.message, retry=True, after_ms=int(max(after_s, 1.0) * 1000))
