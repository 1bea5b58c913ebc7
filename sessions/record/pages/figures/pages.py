"""The pages of the figures: all wards or some beside each other, and one ward month by month; for everybody."""

import re
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.city.display import month_and_year, ward_name
from sessions.contract.limits import MAX_WARDS_LENGTH
from sessions.models import Record, Ward
from sessions.platform.text.digits import digits
from sessions.platform.text.months import read_year_and_month
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER, fold_digits
from sessions.record.figures.by_month import FiguresOfChat, by_month, by_ward, first_shown
from sessions.record.figures.counting import ChatFigures, add_up
from sessions.record.figures.keeping import Version, read_figures, version_of_figures
from sessions.record.pages.figures.charts import (
    Chart,
    Rows,
    outcome_chart,
    reason_chart,
    share_chart,
    wait_chart,
    whole_chart,
)

# Which figures a reader asks for: some wards beside each other, one month.

MOST_WARDS = 4
"""Wards that are compared at once: no screen has room for more columns."""

_NUMBERS = re.compile(r"(?<![0-9])[0-9]{1,3}(?![0-9])")


@dataclass(frozen=True, slots=True)
class FiguresFilter:
    """The filter of the figures. wards: their numbers, empty for all. month: its first day, None for all."""

    wards: tuple[int, ...] = ()
    month: date | None = None

    @classmethod
    def from_query(cls, wards: str, month: str) -> "FiguresFilter":
        """Read the filter from an address.

        wards: numbers in any digits, such as “95, ৯৬”. What cannot be one, or a month (2026-11), filters nothing.
        """
        numbers = map(int, _NUMBERS.findall(fold_digits(wards[:MAX_WARDS_LENGTH])))
        written_month = fold_digits(month[:LONGEST_WRITTEN_NUMBER])
        return cls(tuple(dict.fromkeys(numbers))[:MOST_WARDS], read_year_and_month(written_month))

    @property
    def ward_numbers(self) -> str:
        """The numbers of the wards as the form shows them."""
        return ", ".join(digits(ward) for ward in self.wards)

    @property
    def month_value(self) -> str:
        """The month as the address has it, such as 2026-11; blank for all."""
        return f"{self.month:%Y-%m}" if self.month else ""


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Wards beside each other. `?ward=95,96` and `?month=2026-11` filter."""
    wanted = FiguresFilter.from_query(request.GET.get("ward", ""), request.GET.get("month", ""))
    today = timezone.localdate()
    tables = rendered_fragment(
        (get_language(), today.replace(day=1), wanted),
        lambda: render_to_string("sessions/record/figures/_wards.html", _wards_context(wanted, today)),
    )
    return render(request, "sessions/record/figures/figures.html", {"tables": tables})


@require_safe
def ward_figures(request: HttpRequest, number: int) -> HttpResponse:
    """Show the figures of one ward, month by month; `?month=` chooses the month of the reasons."""
    ward = get_object_or_404(Ward.objects.select_related("borough"), number=number)
    wanted = FiguresFilter.from_query("", request.GET.get("month", ""))
    today = timezone.localdate()
    chats = read_figures(since=first_shown(today), wards=[ward.number])
    in_month = _in_month(chats, wanted)
    total = add_up(each.figures for each in in_month)
    of = month_and_year(wanted.month) if wanted.month else _("All months")
    context = {
        "ward": ward,
        "wanted": wanted,
        "months": _month_choices(chats),
        "total": total,
        "has_any": bool(chats),
        "by_month": _charts(_month_rows(chats, today)),
        "reasons": reason_chart(_("Why questions were not accepted"), [(of, total)]),
        "records": _records(in_month),
    }
    return render(request, "sessions/record/figures/ward.html", context)


def _wards_context(wanted: FiguresFilter, today: date) -> dict[str, Any]:
    everything = read_figures(since=first_shown(today))
    chosen = [each for each in everything if not wanted.wards or each.ward in wanted.wards]
    found = by_ward(_in_month(chosen, wanted))
    wards = _named_wards(wanted, found)
    whole = (_("All wards") if not wanted.wards else _("Together"), add_up(found.values()))
    return {
        "wanted": wanted,
        "may_compare": True,
        "months": _month_choices(everything),
        "total": whole[1],
        "has_any": bool(everything),
        "by_ward": _charts(wards) if wanted.wards else [whole_chart(_("What became of the questions"), wards)],
        "by_month": [whole_chart(_("All months"), _month_rows(chosen, today))] if chosen and not wanted.month else [],
        "reasons": reason_chart(_("Why questions were not accepted"), [whole, *(wards if wanted.wards else ())]),
    }


def _in_month(chats: Iterable[FiguresOfChat], wanted: FiguresFilter) -> list[FiguresOfChat]:
    return [each for each in chats if wanted.month in (None, each.month)]


def _records(chats: Iterable[FiguresOfChat]) -> QuerySet[Record]:
    """The newest first."""
    rows = Record.objects.filter(slug__in=[each.slug for each in chats]).select_related("chat_session")
    return rows.defer("document").order_by("-chat_session__starts_at")


def _charts(rows: Rows) -> list[Chart]:
    return [
        outcome_chart(_("What became of the questions"), rows),
        wait_chart(_("How long people waited"), rows),
        share_chart(_("Answered share by kind"), rows),
    ]


def _month_rows(chats: Iterable[FiguresOfChat], today: date) -> Rows:
    found = by_month(chats, until=today.replace(day=1))
    return [(month_and_year(month), figures) for month, figures in found.items()]


def _named_wards(wanted: FiguresFilter, found: dict[int, ChatFigures]) -> Rows:
    """The chosen wards, also without a chat, in the order in which they were chosen; or all that had one."""
    numbers: Sequence[int] = wanted.wards or list(found)
    return [(ward_name(number), found.get(number, ChatFigures())) for number in numbers]


def _month_choices(chats: Iterable[FiguresOfChat]) -> list[tuple[str, str]]:
    """The values of the address and their words, the newest first."""
    months = sorted({each.month for each in chats}, reverse=True)
    return [(f"{month:%Y-%m}", month_and_year(month)) for month in months]


# Keep the tables of the figures as they were rendered, until a figure changes: those of a city take long.

MOST = 64
"""Pages that a process keeps: all wards and all months in each language, and what people compare."""

_kept: tuple[Version | None, dict[Hashable, SafeString]] = None, {}


def rendered_fragment(key: Hashable, make: Callable[[], SafeString]) -> SafeString:
    """What was made with this key before, if no figure has changed since. The key has the language and the filters."""
    global _kept  # noqa: PLW0603 -- replaced as one value: what another thread makes goes into the old pages
    version = version_of_figures()
    if version is None:
        return make()
    if _kept[0] != version:
        _kept = version, {}
    pages = _kept[1]
    if key not in pages:
        if len(pages) >= MOST:
            pages.clear()
        pages[key] = make()
    return pages[key]
