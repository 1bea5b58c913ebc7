"""How an evening's questions were taken, and how it would have run under other orders, from its record alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sessions.log.folding.folding import fold_public
from sessions.models import Record
from sessions.platform.text.labels import ORDER_WORDS, WORDS_REMOVED, how_taken
from sessions.record.evening_order import OrderLine, beacon_in, policy_in, seed_in
from sessions.record.kept_orders import orders_of
from sessions.record.other_orders import happened
from sessions.record.transcript_reader import events_of

HEADINGS: dict[str, Promise] = {
    "rule": _("The declared order, without overrides"),
    "support": _("By support alone"),
    "time": _("By time alone"),
    "lot": _("By lot alone"),
}


@dataclass(frozen=True, slots=True)
class ShownTurn:
    """receipt, text: of the question; text is None where its words were removed. is_new: it was not taken that evening.

    how: in words; blank where it was simply the next.
    """

    receipt: str
    text: str | None
    how: str = ""
    is_new: bool = False


@require_safe
def record_order(request: HttpRequest, slug: str) -> HttpResponse:
    record = get_object_or_404(Record.objects.select_related("chat_session__ward"), slug=slug)
    events = events_of(record.document)
    found = orders_of(slug, record.document, events)
    order, others = found.order, found.others
    cards = _cards_in(fold_public(events))
    real = happened(events)
    context = {
        "record": record,
        "policy": policy_in(events),
        "policy_words": ORDER_WORDS.get(order.policy, ""),
        "is_kept": order.is_kept,
        "seed": seed_in(events),
        "beacon": beacon_in(events),
        "without_beacon": len(order.without_beacon),
        "turns": [_shown(cards, each, line) for each, line in zip(real, order.lines, strict=True)],
        "others": [
            {
                "heading": heading,
                "turns": [_shown(cards, each, is_new=each not in real) for each in others[name]],
                "same": len(set(others[name]) & set(real)),
                "of": len(set(real)),
            }
            for name, heading in HEADINGS.items()
        ],
    }
    return render(request, "sessions/record/order/order.html", context)


def _cards_in(state: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    cards: Sequence[Mapping[str, Any]] = [*state["answered"], *state["queue"], *state["removed"]]
    return {card["id"]: card for card in cards}


def _shown(
    cards: Mapping[str, Mapping[str, Any]], question_id: str, line: OrderLine | None = None, *, is_new: bool = False
) -> ShownTurn:
    card = cards.get(question_id, {"receipt": line.receipt if line else "", "text": None})
    override = line.how if line and line.how not in ("", "next", "lot") else ""
    how = how_taken(by_lot=line is not None and line.how == "lot", override=override)
    return ShownTurn(card["receipt"], card["text"] or str(WORDS_REMOVED), how, is_new)
