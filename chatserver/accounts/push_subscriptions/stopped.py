"""Which push services refuse our messages, so that nothing is sent to them for a while.

One browser's refusal says little: anybody may subscribe with a key that is not ours. Three people's refusals without a
success say that our key or our contact is wrong. Once any browser has accepted something of a key, only browsers that
have done so themselves count: else three accounts could stop everybody's notifications. After an hour it is tried
again.
"""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Max

from chatserver.accounts.models import PushSubscription

PEOPLE = 3
STOPPED_FOR = timedelta(hours=1)

type Stopped = tuple[str, str]
"""A service, and the id of the key that it refuses."""


def stopped_services(now: datetime) -> set[Stopped]:
    refused = PushSubscription.objects.filter(refused_at__gt=now - STOPPED_FOR)
    rows = list(refused.values_list("service", "vapid_key_id", "person_id", "refused_at", "last_ok_at"))
    if not rows:
        return set()
    accepted = PushSubscription.objects.filter(service__in={row[0] for row in rows}, last_ok_at__isnull=False)
    last_ok = {
        (service, key): at
        for service, key, at in accepted.order_by().values_list("service", "vapid_key_id").annotate(Max("last_ok_at"))
    }
    people: defaultdict[Stopped, set[int]] = defaultdict(set)
    for service, key, person, refused_at, own_ok_at in rows:
        ok_at = last_ok.get((service, key))
        if ok_at is None or (own_ok_at is not None and refused_at > ok_at):
            people[service, key].add(person)
    return {which for which, refusing in people.items() if len(refusing) >= PEOPLE}
