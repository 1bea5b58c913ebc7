"""Lines about whose order another redaction was, which may repeat redacted words."""

from collections.abc import Iterator
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.models import Redaction, RedactionState, Ward
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any
from sessions.record.redaction.free_texts.place_words import authority_words
from sessions.record.redaction.free_texts.places import QuotingPlace
from sessions.record.redaction.free_texts.removed_sentence import without_quote


def places_in_authority_lines(ward: Ward, phrases: Phrases) -> Iterator[QuotingPlace]:
    """Find the lines about authority of other redactions in the ward that repeat these words.

    The line of a confirmed redaction stays in its record and in the log for good; one that waits can be rejected.
    """
    for other in Redaction.objects.filter(chat_session__ward=ward).order_by("proposed_at", "pk"):
        if not holds_any(other.authority, phrases):
            continue
        is_public = other.state == RedactionState.CONFIRMED
        yield QuotingPlace(
            key=f"redaction:{other.pk}",
            what=authority_words(other),
            address=reverse("planning_redaction", args=[other.pk]),
            empty=None if is_public else partial(_empty, other.pk, phrases),
            left=_("The public log of redactions is built on this line, and it stays there.") if is_public else "",
        )


def _empty(redaction_id: int, phrases: Phrases, _redaction: Redaction) -> None:
    """One that still waits keeps its entries; the clerk who confirms it reads that its line was emptied."""
    other = Redaction.objects.select_for_update().get(pk=redaction_id)
    if other.state != RedactionState.CONFIRMED:
        other.authority = without_quote(other.authority, phrases)
        other.save(update_fields=["authority"])
