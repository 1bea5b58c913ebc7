"""News of promises: of a ward, and of one of them, with their kind and state as categories."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.matters.feed import entries_of_steps
from sessions.platform.feeds.atom import AtomEntry
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.promises.public.facts import PromiseFacts
from sessions.promises.public.history import PromiseLine
from sessions.promises.public.words import promise_state_words, promise_title


def feed_of_ward_promises(rows: Iterable[PromiseFacts], absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each, with its words and its state now."""
    return [
        AtomEntry(
            facts.promise.pk,
            f"{promise_title(facts.number)}: {facts.state_word}",
            "\n".join(filter(None, (facts.what, facts.where, *promise_state_words(facts)))),
            facts.changed_at,
            absolute(reverse("promise", args=[facts.number])),
            _terms(facts),
        )
        for facts in rows
    ]


def feed_of_promise(facts: PromiseFacts, lines: Iterable[PromiseLine], absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each step, the newest first."""
    address, title = absolute(reverse("promise", args=[facts.number])), promise_title(facts.number)
    return entries_of_steps(lines, facts.promise.pk, name=title, address=address, terms=_terms(facts))


def promises_feed_title(ward: int) -> str:
    return _("Promises, {ward}").format(ward=ward_name(ward))


def _terms(facts: PromiseFacts) -> tuple[str, ...]:
    return "promise", facts.kind, facts.state
