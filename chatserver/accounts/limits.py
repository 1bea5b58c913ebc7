"""How often anybody may do what costs others something; counted in the database, for all processes together."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.keyed_hash import hash_keyed
from chatserver.accounts.tally import Tally
from sessions.refusals import Refused

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times within so many seconds, which begin with the first of them."""

    name: str
    times: int
    seconds: int
    message: str | Promise


@dataclass(frozen=True, slots=True)
class Spending:
    """What is counted, and for whom: a number, an address, a network, or all."""

    limit: Limit
    subject: str = ""

    @property
    def key(self) -> str:
        return hash_keyed(f"limits.{self.limit.name}", self.subject)


_A_MOMENT_AGO = _("A code was asked for a moment ago. Please wait a little before you ask for another.")
_TOO_MANY_CODES = _("Too many codes were asked for. Please wait, or use a printed code from your ward office.")
_TOO_MANY_TRIES = _("Too many tries from your connection. Please wait a while.")

CODE_COOL_DOWN = Limit("code.cool_down", 1, MINUTE, _A_MOMENT_AGO)
CODES_PER_ADDRESSEE_HOUR = Limit("code.addressee.hour", 5, HOUR, _TOO_MANY_CODES)
CODES_PER_ADDRESSEE_DAY = Limit("code.addressee.day", 10, DAY, _TOO_MANY_CODES)
"""With five tries for each code, a number can be guessed at fifty times a day: one in twenty thousand."""

# Whole neighbourhoods come from one address of their telephone company: these are for machines, not for people.
CODES_PER_LINE = Limit("code.line", 120, HOUR, _TOO_MANY_CODES)
CODES_PER_NETWORK = Limit("code.network", 600, HOUR, _TOO_MANY_CODES)
CODES_ABROAD = Limit("code.abroad", 50, DAY, _TOO_MANY_CODES)
CODES_IN_ALL = Limit("code.all", 20_000, DAY, _TOO_MANY_CODES)
TRIES_PER_LINE = Limit("try.line", 300, HOUR, _TOO_MANY_TRIES)
PRINTED_TRIES_PER_LINE = Limit("printed.line", 60, HOUR, _TOO_MANY_TRIES)
ACCOUNTS_PER_NETWORK = Limit(
    "account.network",
    150,
    HOUR,
    _("Too many people have signed in for the first time from your network. Please come back in an hour."),
)
PASSWORDS_PER_NAME_AND_LINE = Limit("password.name_and_line", 10, 15 * MINUTE, _TOO_MANY_TRIES)
PASSWORDS_PER_LINE = Limit("password.line", 30, 15 * MINUTE, _TOO_MANY_TRIES)
PASSWORDS_PER_NAME = Limit("password.name", 60, HOUR, _TOO_MANY_TRIES)


def spend(*spendings: Spending) -> None:
    """Count each once, or none of them. Raises Refused too_often, with after_ms, where one is used up."""
    with spent(*spendings):
        pass


@contextmanager
def spent(*spendings: Spending) -> Iterator[None]:
    """Count each once, in one transaction with what is done inside; as spend().

    What is refused takes no lock: it is looked at before the transaction begins. Each step is one statement that
    compares and counts: of any number at the same moment no more than so many pass.
    """
    begun = require_left(*spendings)
    with transaction.atomic():
        now = time.time()
        for spending in sorted(spendings, key=lambda each: each.key):  # in one order, or two could wait for each other
            after = _spend_one(spending, now, has_begun=spending.key in begun)
            if after > 0:
                raise _too_often(spending, after)
        yield


def require_left(*spendings: Spending) -> set[str]:
    """Raises Refused too_often where one is used up, without a write. The keys of those whose span has begun."""
    now, limits = time.time(), {each.key: each for each in spendings}
    rows = Tally.objects.filter(key__in=limits, closes_at__gt=now).values_list("key", "times", "closes_at")
    begun = list(rows)
    used_up = [(closes_at, key) for key, times, closes_at in begun if times >= limits[key].limit.times]
    if used_up:
        closes_at, key = max(used_up)
        raise _too_often(limits[key], closes_at - now)
    return {key for key, _times, _closes_at in begun}


def give_back(*spendings: Spending) -> None:
    """What was counted has come to nothing: it does not count, unless its span is over already."""
    keys = sorted(each.key for each in spendings)
    Tally.objects.filter(key__in=keys, closes_at__gt=time.time(), times__gt=0).update(times=F("times") - 1)


def forget_spent() -> None:
    """Drop what counts no longer."""
    Tally.objects.filter(closes_at__lte=time.time()).delete()


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


def _too_often(spending: Spending, after_s: float) -> Refused:
    return Refused("too_often", spending.limit.message, retry=True, after_ms=int(max(after_s, 1.0) * 1000))
