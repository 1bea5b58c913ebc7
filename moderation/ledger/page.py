"""The ledger as a page, as JSON and as a table for spreadsheets: for everybody, without an account."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.ledger.decision_counts import COMPARED_DECISIONS, DecisionNumbers, count_agreement, count_decisions
from moderation.ledger.decision_rows import (
    LEDGER_FORMAT,
    decision_reason_words,
    decision_row,
    decision_words,
    decisions_as_csv,
    part_words,
    role_words,
    second_opinion_words,
    staff_words,
)
from moderation.ledger.decisions import LedgerDecision, read_decisions
from moderation.ledger.ledger_filter import LedgerFilter, events_in
from moderation.ledger.words import DECISION_WORDS
from sessions.city.display import month_and_year, ward_name
from sessions.contract.limits import DECISIONS_PER_PAGE
from sessions.models import Ward
from sessions.platform.exports.license import license_field
from sessions.platform.lists.bars import ChartRow, divided_bars
from sessions.platform.text.digits import digits

PER_FILE = 1000
LAST_PAGE = 9999
LONGEST_PAGE = 20


@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """The newest decisions first. `?ward=` and `?month=2026-11` filter, `?page=` turns the pages."""
    wanted = LedgerFilter.from_query(request.GET.dict())
    number = _page_number(request.GET.get("page", ""))
    shown, has_more = _page_of(wanted, number, DECISIONS_PER_PAGE)
    context: dict[str, Any] = {
        "wanted": wanted,
        "wards": Ward.objects.filter(Q(chat_sessions__isnull=False) | Q(month_logs__isnull=False)).distinct(),
        "months": _months(),
        "decisions": [_in_words(each) for each in shown],
        "kinds": [(kind, DECISION_WORDS[kind]) for kind in COMPARED_DECISIONS.values()],
        "newer": _address("ledger", wanted, number - 1) if number > 1 else "",
        "older": _address("ledger", wanted, number + 1) if has_more else "",
        "json_address": _address("ledger_json", wanted, 1),
        "csv_address": _address("ledger_csv", wanted, 1),
    }
    if number == 1:
        context |= _numbers(wanted)
    return render(request, "moderation/ledger/ledger.html", context)


@require_safe
def ledger_json(request: HttpRequest) -> HttpResponse:
    """The decisions as JSON, PER_FILE at once; `next` is the address of older ones. Other sites may read it."""
    wanted, number = LedgerFilter.from_query(request.GET.dict()), _page_number(request.GET.get("page", ""))
    shown, has_more = _page_of(wanted, number, PER_FILE)
    document = {
        "format": LEDGER_FORMAT,
        **license_field(),
        **wanted.query(),
        "decisions": [decision_row(each) for each in shown],
        "next": request.build_absolute_uri(_address("ledger_json", wanted, number + 1)) if has_more else None,
    }
    return JsonResponse(document, json_dumps_params={"ensure_ascii": False})


@require_safe
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """The decisions as a table (CSV), PER_FILE at once; the Link header names the address of older ones."""
    wanted, number = LedgerFilter.from_query(request.GET.dict()), _page_number(request.GET.get("page", ""))
    shown, has_more = _page_of(wanted, number, PER_FILE)
    response = HttpResponse("\ufeff" + decisions_as_csv(shown), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="ledger.csv"'
    if has_more:
        older = request.build_absolute_uri(_address("ledger_csv", wanted, number + 1))
        response["Link"] = f'<{older}>; rel="next"'
    return response


def _agreement_words(read: int, agreed: int) -> str:
    """Blank before anything was read again."""
    if not read:
        return ""
    sentence = _(
        "Read again by another moderator, who did not know the decision: {read}. Both agreed: {agreed} ({n} %)."
    )
    return sentence.format(read=digits(read), agreed=digits(agreed), n=digits(round(100 * agreed / read)))


def _numbers(wanted: LedgerFilter) -> dict[str, Any]:
    """Numbers that stand above the first page alone."""
    numbers = count_decisions(wanted.ward)
    return {
        "by_month": _chart(numbers.by_month),
        "by_ward": _chart(numbers.by_ward) if wanted.ward is None else [],
        "agreement": _agreement_words(*count_agreement(wanted)),
    }


def _page_of(wanted: LedgerFilter, number: int, size: int) -> tuple[list[LedgerDecision], bool]:
    """The decisions of a page, and whether older ones follow: nobody has to count them all."""
    found = read_decisions(wanted, start=(number - 1) * size, limit=size + 1)
    return found[:size], len(found) > size


def _page_number(words: str) -> int:
    is_number = len(words) < LONGEST_PAGE and words.isascii() and words.isdigit()
    return min(max(int(words), 1), LAST_PAGE) if is_number else 1


def _address(name: str, wanted: LedgerFilter, page: int) -> str:
    query = wanted.query() | ({"page": str(page)} if page > 1 else {})
    return reverse(name) + (f"?{urlencode(query)}" if query else "")


def _months() -> list[tuple[str, str]]:
    """Months from this one back to that of the first decision: the value of the address, and the words."""
    first = events_in(LedgerFilter()).order_by("in_ledger_at").values_list("in_ledger_at", flat=True).first()
    if first is None:
        return []
    since, today = timezone.localdate(first), timezone.localdate()
    places = range(since.year * 12 + since.month - 1, today.year * 12 + today.month)
    return [(f"{n // 12}-{n % 12 + 1:02}", month_and_year(date(n // 12, n % 12 + 1, 1))) for n in reversed(places)]


def _in_words(decision: LedgerDecision) -> dict[str, Any]:
    return {
        "decision": decision,
        "words": decision_words(decision),
        "part": part_words(decision),
        "staff": staff_words(decision),
        "reason": decision_reason_words(decision),
        "role": role_words(decision),
        "appeal": second_opinion_words(decision),
    }


def _chart(rows: list[DecisionNumbers]) -> list[ChartRow]:
    kinds = tuple(COMPARED_DECISIONS.values())
    bars = divided_bars((row.counts for row in rows), kinds)
    return [
        ChartRow(
            of=ward_name(row.of) if isinstance(row.of, int) else month_and_year(row.of),
            bars=bars_of_row,
            cells=[digits(row.counts.get(kind, 0)) for kind in kinds],
        )
        for row, bars_of_row in zip(rows, bars, strict=True)
    ]
