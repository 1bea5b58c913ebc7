"""News of complaints and suggestions: of a ward, and of one of them, with what they are about as categories."""

from collections.abc import Iterable
from uuid import UUID, uuid5

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.city.display import ward_name
from sessions.matters.public.facts import PublicFacts
from sessions.matters.public.history import HistoryLine
from sessions.matters.public.words import matter_kind_word, matter_place_words, state_word
from sessions.platform.feeds.atom import MOST_ENTRIES, AtomEntry
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.platform.text.digits import as_code
from sessions.platform.text.direction.tagged_text import format_tagged


def feed_of_ward(rows: Iterable[PublicFacts], absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each, with its words and its state now."""
    return [
        AtomEntry(
            UUID(facts.id),
            _("{number}: {category}").format(number=facts.number, category=facts.matter.category.name),
            "\n".join(filter(None, (state_word(facts.state), facts.text, matter_place_words(facts)))),
            facts.changed_at,
            absolute(reverse("matter", args=[facts.number])),
            _terms(facts),
        )
        for facts in rows
    ]


def feed_of_matter(facts: PublicFacts, lines: Iterable[HistoryLine], absolute: WholeAddress) -> list[AtomEntry]:
    """One entry for each step, the newest first."""
    address = absolute(reverse("matter", args=[facts.number]))
    return entries_of_steps(lines, UUID(facts.id), name=as_code(facts.number), address=address, terms=_terms(facts))


def entries_of_steps(
    lines: Iterable[HistoryLine], subject: UUID, *, name: str, address: str, terms: tuple[str, ...]
) -> list[AtomEntry]:
    """One entry for each step of what has this id, the newest first."""
    entries = [
        AtomEntry(
            uuid5(subject, line.id),
            f"{name}: {line.words}",
            "\n".join(filter(None, (*line.details, line.said))),
            line.at,
            address,
            (*terms, line.kind),
        )
        for line in lines
    ]
    return entries[::-1][:MOST_ENTRIES]


def feed_title(ward: int) -> str:
    return _("Complaints and suggestions, {ward}").format(ward=ward_name(ward))


def matter_entry_title(facts: PublicFacts) -> str:
    """The title of a feed's entry. For a page, the category is tagged where it is in another language."""
    category = facts.matter.category.name
    words = {"kind": matter_kind_word(facts.kind), "number": as_code(facts.number)}
    return format_tagged(_("{kind} {number}: {category}"), **words, category=category)


def _terms(facts: PublicFacts) -> tuple[str, ...]:
    return facts.kind, facts.category, facts.state
