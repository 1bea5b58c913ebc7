"""News of activities: what was done and is planned, with what it is about as categories; hidden in a freeze."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.activities.public.facts import PublicActivity
from sessions.platform.feeds.atom import AtomEntry
from sessions.platform.text.absolute_addresses import WholeAddress


def feed_of_activities(rows: Iterable[PublicActivity], absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each that a freeze does not hide, with its words now."""
    return [activity_entry(facts, absolute) for facts in rows if not facts.is_hidden]


def activity_entry(facts: PublicActivity, absolute: WholeAddress) -> AtomEntry:
    activity = facts.activity
    terms = ["activity", facts.kind, *([activity.category.slug] if activity.category is not None else [])]
    return AtomEntry(
        activity.pk,
        _("{ward}: {title}").format(ward=facts.where, title=facts.title.text),
        "\n".join(filter(None, (facts.when, facts.text.text, activity.landmark, facts.amount))),
        activity.changed_at,
        absolute(reverse("activity", args=[activity.number])),
        tuple(terms),
    )
