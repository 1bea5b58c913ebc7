"""Nobody gets a second voice by being erased and coming back: for a month their number makes no new account.

Only a keyed hash of the number is kept for that, and only of somebody who has asked or backed lately.
"""

import time
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from chatserver.accounts.identity import identifiers_of
from chatserver.accounts.keyed_hash import hash_keyed
from chatserver.accounts.models import User
from chatserver.accounts.tally import Tally
from sessions.refusals import Refused

REST = timedelta(days=31)


def let_rest(person: User) -> None:
    """Called before the person is erased. The hashes go with all others that have served their time."""
    since = timezone.now() - REST
    backings, questions = person.backings.filter(backed_at__gte=since), person.questions.filter(asked_at__gte=since)
    has_acted = backings.exists() or questions.exists()
    now = time.time()
    for channel, address in identifiers_of(person) if has_acted else ():
        span = {"opened_at": now, "closes_at": now + REST.total_seconds(), "times": 1}
        Tally.objects.update_or_create(key=_key(channel, address), defaults=span)


def require_rested(channel: str, address: str) -> None:
    """Raises Refused too_often, with after_ms, where somebody who was known by the address was erased a moment ago."""
    resting = Tally.objects.filter(key=_key(channel, address), closes_at__gt=time.time()).first()
    if resting is not None:
        message = _(
            "Somebody who signed in with it was erased within the last month. Until a month has passed it makes no new "
            "account, so that nobody has two voices."
        )
        raise Refused("too_often", message, after_ms=int((resting.closes_at - time.time()) * 1000))


def _key(channel: str, address: str) -> str:
    return hash_keyed("coming_back", f"{channel}:{address}")
