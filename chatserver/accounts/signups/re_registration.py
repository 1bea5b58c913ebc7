"""Nobody gets a second voice, or around a ban, by being erased and coming back: their number rests.

For a month, or as long as the ban would have lasted, it makes no new account. Only a keyed hash of the number is kept
for that, and only of somebody who has asked or backed lately, or is banned.
"""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.limits.keyed_hash import hash_keyed
from chatserver.accounts.models import User
from chatserver.accounts.models.identity import identifiers_of, mailbox_at
from chatserver.accounts.models.tally import Tally
from sessions.models import Ban
from sessions.refusals import Refused

REST = timedelta(days=31)

ERASED_LATELY = _(
    "An account that signed in with it was deleted less than a month ago. No new account can be made with it until a "
    "month has passed, so that nobody is counted twice."
)
KEPT_OUT = _(
    "A person who signs in with it is banned, so no new account can be made with it for now. Ask your ward office."
)


def let_rest(person: User) -> None:
    """Called before the person is erased. The hashes go with all others that have served their time."""
    since = timezone.now() - REST
    backings, questions = person.backings.filter(backed_at__gte=since), person.questions.filter(asked_at__gte=since)
    has_acted = backings.exists() or questions.exists()
    now = timezone.now().timestamp()
    closes_at = max(now + REST.total_seconds() if has_acted else now, _end_of_bans(person))
    for channel, address in identifiers_of(person) if closes_at > now else ():
        span = {"opened_at": now, "closes_at": closes_at, "times": 1}
        Tally.objects.update_or_create(key=_key(channel, mailbox_at(channel, address)), defaults=span)


def require_rested(channel: str, address: str) -> None:
    """Raises Refused too_often, with after_ms, where somebody who was known by the address was erased a moment ago."""
    spellings = {address, mailbox_at(channel, address)}  # until late in 2026 it was kept as it was written
    keys = [_key(channel, spelling) for spelling in spellings]
    now = timezone.now().timestamp()
    resting = Tally.objects.filter(key__in=keys, closes_at__gt=now).order_by("-closes_at").first()
    if resting is not None:
        is_for_longer = resting.closes_at - resting.opened_at > REST.total_seconds()
        message = KEPT_OUT if is_for_longer else ERASED_LATELY
        raise Refused("too_often", message, after_ms=int((resting.closes_at - timezone.now().timestamp()) * 1000))


def _end_of_bans(person: User) -> float:
    """In seconds since 1970; the bans themselves go with the account."""
    last = Ban.objects.in_force(timezone.now()).filter(person=person).aggregate(last=Max("until_at"))["last"]
    return last.timestamp() if last is not None else 0.0


def _key(channel: str, address: str) -> str:
    return hash_keyed("coming_back", f"{channel}:{address}")
