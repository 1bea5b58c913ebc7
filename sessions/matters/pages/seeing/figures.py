"""The figures of complaints and suggestions: all wards, or one with charts; and the same numbers as files."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from sessions.city.display import ward_name, written_month_words
from sessions.matters.public.figures import (
    MATTER_FIGURES_COLUMNS,
    MATTER_FIGURES_FORMAT,
    Key,
    MatterFigures,
    figures_by_ward,
    matter_figures_of_ward,
    matter_figures_row,
)
from sessions.matters.public.filters import MatterFilter
from sessions.models import Category, MatterKind, Ward
from sessions.platform.exports.csv_table import csv_table
from sessions.platform.lists.bars import ChartRow, divided_bars
from sessions.platform.text.by_language import Words
from sessions.platform.text.digits import digits
from sessions.record.pages.figures.charts import NO_FIGURE, Chart

COMPLAINT_PARTS: Mapping[str, Words] = {
    "open": gettext_lazy("Open"),
    "claimed": gettext_lazy("Done, says the office"),
    "confirmed": gettext_lazy("Done, and confirmed"),
    "unconfirmed": gettext_lazy("Done, not confirmed"),
    "not_possible": gettext_lazy("Not possible"),
    "others": gettext_lazy("Others"),
}
SUGGESTION_PARTS: Mapping[str, Words] = {
    "open": gettext_lazy("Open"),
    "done": gettext_lazy("Done"),
    "not_accepted": gettext_lazy("Decided against"),
    "others": gettext_lazy("Others"),
}
PARTS: Mapping[str, Mapping[str, Words]] = {
    MatterKind.COMPLAINT: COMPLAINT_PARTS,
    MatterKind.SUGGESTION: SUGGESTION_PARTS,
}
MOST_MONTHS = 24
"""Months that the page draws; the files have all."""


@require_safe
def matter_figures_page(request: HttpRequest) -> HttpResponse:
    """`?ward=`: its figures by category and month; without it, how many each ward has in which state."""
    wanted, today = MatterFilter.from_query(request.GET.dict()), timezone.localdate()
    ward = Ward.objects.filter(number=wanted.ward).first() if wanted.ward is not None else None
    if ward is None:
        no_such_ward = wanted.ward if wanted.ward is not None else ""
        charts = [] if no_such_ward else list(_charts_of_wards(today))
        return render(request, "sessions/matters/figures.html", {"charts": charts, "no_such_ward": no_such_ward})
    found = matter_figures_of_ward(ward, today)
    context = {
        "ward": ward,
        "charts": list(_charts(found)),
        "has_any": any(figures.published for figures in found.values()),
        "total": found[MatterKind.COMPLAINT, "all", ""],
        "days": _days(found[MatterKind.COMPLAINT, "all", ""]),
    }
    return render(request, "sessions/matters/figures.html", context)


@require_safe
def matter_figures_json(request: HttpRequest) -> HttpResponse:
    """`?ward=` is needed: 404 without it."""
    return JsonResponse(
        {"format": MATTER_FIGURES_FORMAT, "figures": _rows(request)}, json_dumps_params={"ensure_ascii": False}
    )


@require_safe
def matter_figures_csv(request: HttpRequest) -> HttpResponse:
    """The figures of one ward as a CSV table. 404 without `?ward=`."""
    rows = _rows(request)
    response = HttpResponse("\ufeff" + csv_table(MATTER_FIGURES_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="complaints-figures-ward-{rows[0]["ward"]}.csv"'
    return response


def _rows(request: HttpRequest) -> list[dict[str, Any]]:
    """Never empty: each kind has a row of all. Raises Http404."""
    ward = get_object_or_404(Ward, number=MatterFilter.from_query(request.GET.dict()).ward)
    return [
        matter_figures_row(ward.number, key, each)
        for key, each in matter_figures_of_ward(ward, timezone.localdate()).items()
    ]


def _charts_of_wards(today: date) -> Iterable[Chart]:
    titles = {MatterKind.COMPLAINT: _("Complaints by ward"), MatterKind.SUGGESTION: _("Suggestions by ward")}
    for kind, figures in figures_by_ward(today).items():
        rows = [(ward_name(number), each) for number, each in figures.items()]
        if rows:
            yield _chart(titles[MatterKind(kind)], kind, rows, with_days=False)


def _charts(found: Mapping[Key, MatterFigures]) -> Iterable[Chart]:
    names = {category.slug: category.name for category in Category.objects.all()}
    titles = {
        (MatterKind.COMPLAINT, "category"): _("Complaints by category"),
        (MatterKind.COMPLAINT, "month"): _("Complaints by month of publication"),
        (MatterKind.SUGGESTION, "category"): _("Suggestions by category"),
        (MatterKind.SUGGESTION, "month"): _("Suggestions by month of publication"),
    }
    for (kind, by), title in titles.items():
        rows = [
            (names.get(of, of) if by == "category" else written_month_words(of), figures)
            for (each, each_by, of), figures in found.items()
            if (each, each_by) == (kind, by)
        ]
        if rows:
            yield _chart(title, kind, rows[:MOST_MONTHS], with_days=kind == MatterKind.COMPLAINT)


def _chart(title: str, kind: str, rows: list[tuple[str, MatterFigures]], *, with_days: bool) -> Chart:
    parts = PARTS[kind]
    counts = [{part: _count(figures, part) for part in parts} for _of, figures in rows]
    columns = [("", _("Published")), *parts.items(), ("", _("Of the open ones, overdue"))]
    columns += [("", _("Median days, claimed")), ("", _("Median days, confirmed"))] if with_days else []
    drawn = divided_bars(counts, list(parts))
    return Chart(
        title,
        columns,
        [
            ChartRow(of, bars, _cells(figures, parts, with_days=with_days))
            for (of, figures), bars in zip(rows, drawn, strict=True)
        ],
    )


def _cells(figures: MatterFigures, parts: Iterable[str], *, with_days: bool) -> list[str]:
    counts = (figures.published, *(_count(figures, part) for part in parts), figures.overdue)
    return [*map(digits, counts), *(_days(figures) if with_days else ())]


def _count(figures: MatterFigures, part: str) -> int:
    if part == "open":
        return figures.open
    return figures.others if part == "others" else figures.count(part)


def _days(figures: MatterFigures) -> tuple[str, str]:
    """The medians until it was claimed, and until it was confirmed."""
    claimed, confirmed = (
        NO_FIGURE if days is None else digits(f"{days:g}")
        for days in (figures.median_claimed, figures.median_confirmed)
    )
    return claimed, confirmed
