"""Rate limits, counted in the database for all processes together."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, FloatField
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.limits.proof_of_work import CHALLENGE_LASTS_S, Work, WorkNeeded, bits_for
from chatserver.accounts.models.tally import Tally
from sessions.contract.limits import LEAST_WORK_BITS
from sessions.platform.database.in_array import InArray
from sessions.platform.database.prepared_query import Given, PreparedQuery
from sessions.platform.refusals import Refused

MINUTE_S, HOUR_S, DAY_S = 60, 3600, 24 * 3600
NEVER_REACHED = 1_000_000_000
"""The `times` of a limit that only counts."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: at most `times` within `seconds`, which begin with the first time.

    free: how many of them need no proof of work and no waiting (chatserver/accounts/limits/proof_of_work.py); None: all
    """

    name: str
    times: int
    seconds: int
    message: str | Promise
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """One limit, and for whom it is counted: a number, an address, a network, a device, or everybody together."""

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

_TOO_MANY_MESSAGES = _(
    "Messages to this number or address, or to others that you entered, were ordered too often. Please wait a day."
)

# For one addressee. Strangers share these limits, and one stranger cannot use them up. Each device on which the
# addressee has signed in before has its own. With five tries for each code, strangers can guess fifty times a day:
# one chance in 20,000.
CODE_COOL_DOWN = Limit("code.cool_down", 1, MINUTE_S, _A_MOMENT_AGO)
CODES_PER_ASKER_HOUR = Limit("code.asker.hour", 4, HOUR_S, _TOO_MANY_CODES)
CODES_PER_ASKER_DAY = Limit("code.asker.day", 7, DAY_S, _TOO_MANY_CODES)
CODES_PER_ADDRESSEE_HOUR = Limit("code.addressee.hour", 6, HOUR_S, _TOO_MANY_CODES)
CODES_PER_ADDRESSEE_DAY = Limit("code.addressee.day", 10, DAY_S, _TOO_MANY_CODES)
CODES_PER_DEVICE_HOUR = Limit("code.device.hour", 5, HOUR_S, _TOO_MANY_CODES)
CODES_PER_DEVICE_DAY = Limit("code.device.day", 10, DAY_S, _TOO_MANY_CODES)

# A telephone company puts whole neighbourhoods behind one address. Beyond the free part each request costs some work,
# and only machines reach the end.
CODES_PER_ADDRESS = Limit("code.line", 1_200, HOUR_S, _TOO_MANY_CODES, free=120)
CODES_PER_NETWORK = Limit("code.network", 3_000, HOUR_S, _TOO_MANY_CODES, free=600)
CODES_PER_NETWORK_DAY = Limit("code.network.day", 4_000, DAY_S, _TOO_MANY_CODES, free=1_500)
"""A quarter of all: somebody with one network and patience cannot use up a day of the whole city."""

# Each channel apart. Somebody who pays for nothing can order codes for invented numbers, but cannot enter them.
CODES_UNENTERED_PER_NETWORK = Limit("code.unentered", 200, DAY_S, _TOO_MANY_CODES, free=50)
"""free: codes of one network that nobody needs to have entered. Beyond them stand MORE_FOR_EACH_ENTERED, and the rest
of `times`, with work, as long as those were ordered a moment ago: they may still be entered."""

CODES_UNENTERED_LATELY = Limit("code.unentered.lately", NEVER_REACHED, 10 * MINUTE_S, "")
CODES_ENTERED_PER_NETWORK = Limit("code.entered", NEVER_REACHED, DAY_S, "")
MORE_FOR_EACH_ENTERED = 9
"""Codes that a network may order for each one that is entered: it is enough to enter one in ten."""

NETWORK_THAT_ENTERS = Limit("code.entered.month", 1, 30 * DAY_S, "")
"""Tells whether a code that this network asked for was entered within a month."""

ABROAD_PER_NETWORK = Limit("abroad.network", 20, DAY_S, _TOO_MANY_CODES, free=5)
TRIES_PER_ADDRESS = Limit("try.line", 1_500, HOUR_S, _TOO_MANY_TRIES, free=300)
TRIES_PER_DEVICE = Limit("try.device", 50, HOUR_S, _TOO_MANY_TRIES)
PRINTED_TRIES_PER_ADDRESS = Limit("printed.line", 600, HOUR_S, _TOO_MANY_TRIES, free=60)
PRINTED_TRIES_PER_DEVICE = Limit("printed.device", 20, HOUR_S, _TOO_MANY_TRIES)
ACCOUNTS_PER_NETWORK = Limit("account.network", 1_500, HOUR_S, _TOO_MANY_ACCOUNTS, free=150)
PASSWORDS_PER_NAME_AND_ADDRESS = Limit("password.name_and_line", 10, 15 * MINUTE_S, _TOO_MANY_TRIES)
PASSWORDS_PER_NAME_AND_NETWORK = Limit("password.name_and_network", 60, HOUR_S, _TOO_MANY_TRIES)
"""A tenth of all tries for one name: a guesser with one network keeps an administrator out of no other."""

PASSWORDS_PER_ADDRESS = Limit("password.line", 300, 15 * MINUTE_S, _TOO_MANY_TRIES, free=30)
PASSWORDS_PER_NAME = Limit("password.name", 600, HOUR_S, _TOO_MANY_TRIES, free=60)
PASSWORDS_PER_DEVICE = Limit("password.device", 10, 15 * MINUTE_S, _TOO_MANY_TRIES)

# Messages cost money, so all of them together have a limit. The four limits count the same messages, those whose code
# was not entered. Strangers reach theirs first, and a third of it is for networks whose codes are entered; the rest is
# for known devices, and the last part for people with a duty.
CODES_IN_ALL_NEW_NETWORK = Limit("code.all", 10_600, DAY_S, _TOO_MANY_CODES)
CODES_IN_ALL = Limit("code.all", 16_000, DAY_S, _TOO_MANY_CODES)
CODES_IN_ALL_KNOWN = Limit("code.all", 19_000, DAY_S, _TOO_MANY_CODES)
CODES_IN_ALL_ON_DUTY = Limit("code.all", 20_000, DAY_S, _TOO_MANY_CODES)
HALF_OF_CODES_TOLD = Limit("code.half_told", 1, DAY_S, "")
ABROAD_IN_ALL = Limit("abroad.all", 200, DAY_S, _TOO_MANY_CODES, free=50)
ABROAD_IN_ALL_KNOWN = Limit("abroad.all", 250, DAY_S, _TOO_MANY_CODES)

# Messages to a number or an address that somebody typed in, who need not be the one who reads it. Each person of a
# household may enter the same one. A clerk's day at the counter stays far below.
TYPED_PER_PERSON = Limit("typed.person", 5, DAY_S, _TOO_MANY_MESSAGES)
TYPED_PER_ADDRESSEE_DAY = Limit("typed.addressee.day", 8, DAY_S, _TOO_MANY_MESSAGES)
TYPED_PER_ADDRESSEE_QUARTER = Limit("typed.addressee.quarter", 16, 90 * DAY_S, _TOO_MANY_MESSAGES)
TYPED_ABROAD = Limit("typed.abroad", 50, DAY_S, _TOO_MANY_MESSAGES)
RECEIPTS_PER_CLERK = Limit("receipt.clerk", 400, DAY_S, _TOO_MANY_MESSAGES)
RECEIPTS_PER_ADDRESSEE = Limit("receipt.addressee", 8, DAY_S, _TOO_MANY_MESSAGES)
RECEIPTS_ABROAD = Limit("receipt.abroad", 50, DAY_S, _TOO_MANY_MESSAGES)

WORK_ONCE = Limit("work.once", 1, CHALLENGE_LASTS_S, "")
WAITS_PER_ADDRESS = Limit("work.wait.line", 60, HOUR_S, _TOO_MANY_TRIES)
"""Waiting costs a machine nothing, so it is allowed less often than work."""


def spend(*spendings: Spending, work: Work | None = None) -> None:
    """Count each once, or none. Raises Refused too_often, with after_ms, where a limit is used up, and WorkNeeded.

    work: the proof of work that came with the request, if any.
    """
    with spent(*spendings, work=work):
        pass


@contextmanager
def spent(*spendings: Spending, work: Work | None = None) -> Iterator[None]:
    """Count each once, like spend(), in one transaction with the body of the `with` statement.

    A refusal takes no lock: limits are read before the transaction begins. Then one statement for each limit compares
    and counts, so that the limit holds for any number of requests at the same moment.
    """
    begun, payment = _look_at(spendings, work)
    with transaction.atomic():
        now = timezone.now().timestamp()
        # In a fixed order, or two requests could wait for each other.
        for spending in sorted([*spendings, *payment], key=lambda each: each.key):
            after = _spend_one(spending, now, has_begun=spending.key in begun)
            if after > 0:
                raise _too_often(spending, after)
        yield


def _look_at(spendings: Collection[Spending], work: Work | None) -> tuple[set[str], list[Spending]]:
    """The keys of those whose span has begun, and the limits that the work itself counts for, where it is needed."""
    offered = _payment(work) if work is not None else []
    now, limits = timezone.now().timestamp(), {each.key: each for each in (*spendings, *offered)}
    begun = {key: (times, closes_at) for key, times, closes_at in _tallies_query.rows(keys=list(limits), now=now)}
    bits = max((bits_for(times, limits[key].limit.free) for key, (times, _closes_at) in begun.items()), default=0)
    payment = offered if bits else []
    for spending in (*spendings, *payment):
        times, closes_at = begun.get(spending.key, (0, now))
        if times >= spending.limit.times:
            raise _too_often(spending, closes_at - now, bits)
    if bits > (work.bits if work is not None else 0):
        raise WorkNeeded(bits)
    return set(begun), payment


_tallies_query = PreparedQuery(
    lambda: Tally.objects.filter(InArray("key", Given("keys")), closes_at__gt=Given("now", FloatField())).values_list(
        "key", "times", "closes_at"
    )
)


def _payment(work: Work) -> list[Spending]:
    """A proof of work can be used once; waiting counts against a limit of its own."""
    once = Spending(WORK_ONCE, work.nonce)
    return [once, Spending(WAITS_PER_ADDRESS, work.address)] if work.is_waiting else [once]


def count_times(*spendings: Spending) -> list[int]:
    """How often each was counted within its span; 0 where none has begun."""
    now = timezone.now().timestamp()
    rows = _tallies_query.rows(keys=[each.key for each in spendings], now=now)
    times = {key: times for key, times, _closes_at in rows}
    return [times.get(each.key, 0) for each in spendings]


def begin_anew(spending: Spending) -> None:
    """Count once in a span that begins now: it tells whether something happened within so many seconds."""
    now = timezone.now().timestamp()
    tally = Tally(key=spending.key, opened_at=now, closes_at=now + spending.limit.seconds, times=1)
    Tally.objects.bulk_create(
        [tally], update_conflicts=True, unique_fields=["key"], update_fields=["opened_at", "closes_at", "times"]
    )


def give_back(keys: Collection[str]) -> None:
    """Take one count back under each of these keys whose span is not over: what was counted did not happen."""
    now = timezone.now().timestamp()
    Tally.objects.filter(key__in=sorted(keys), closes_at__gt=now, times__gt=0).update(times=F("times") - 1)


def forget_spent() -> None:
    """Delete counters whose span is over."""
    Tally.objects.filter(closes_at__lte=timezone.now().timestamp()).delete()


def _spend_one(spending: Spending, now: float, *, has_begun: bool) -> float:
    """Count once: 0 where it was counted, else the seconds until the span is over."""
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


def _too_often(spending: Spending, after_s: float, bits: int = LEAST_WORK_BITS) -> Refused:
    """The refusal. Work that was used already does not count again: new work is needed."""
    if spending.limit is WORK_ONCE:
        return WorkNeeded(bits)
    return Refused("too_often", spending.limit.message, retry=True, after_ms=int(max(after_s, 1.0) * 1000))
