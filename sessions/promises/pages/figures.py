"""The figures of promises: as they stand today or stood at the end of a month, with charts; sealed ones as files."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from sessions.models import MonthRecord, Ward
from sessions.platform.exports.csv_table import csv_table
from sessions.platform.exports.form_options import options_of
from sessions.platform.text.digits import year_digits
from sessions.platform.text.months import read_year_and_month
from sessions.promises.pages.charts import charts_of, days_words
from sessions.promises.public.counting import PROMISE_FIGURES_COLUMNS, Key, PromiseFigures
from sessions.promises.public.figures import figures_today, years_with_promises
from sessions.promises.public.filters import PromiseFilter
from sessions.promises.public.sealed import figures_of_document, sealed_document, sealed_until
from sessions.record.forms.record_facts import json_form
from sessions.record.forms.served_document import served_document
from sessions.record.pages.log.files import log_refused
from sessions.record.proof.key_list import key_list
from sessions.record.proof.log_refused import LogRefused


@dataclass(frozen=True, slots=True)
class FiguresQuery:
    """Which figures. until: the first day of the last month that is counted; None for today."""

    year: int
    ward: Ward | None
    until: date | None


@require_safe
def promise_figures_page(request: HttpRequest) -> HttpResponse:
    """`?year=` and `?ward=`; without a ward, all beside each other. `?until=2027-12`: as it stood then, sealed."""
    today = timezone.localdate()
    given = PromiseFilter.from_query(request.GET.dict())
    ward = Ward.objects.filter(number=given.ward).first() if given.ward is not None else None
    query = FiguresQuery(given.year or today.year, ward, read_year_and_month(request.GET.get("until", "")))
    found, until = _figures(query, today)
    years = sorted({*years_with_promises(), query.year}, reverse=True)
    total = found.get((ward.number if ward is not None else None, "year", str(query.year)), PromiseFigures())
    context = {
        "ward": ward,
        "year": query.year,
        "until": until,
        "is_sealed": query.until is not None,
        "years": options_of(((year, year_digits(year)) for year in years), query.year),
        "total": total.counts if total.has_any else None,
        "days": days_words(total),
        "charts": list(charts_of(found, ward)) if total.has_any else [],
        "sealed_until": sealed_until(query.year, ward),
    }
    return render(request, "sessions/promises/figures.html", context)


@require_safe
def promise_figures_json(request: HttpRequest, year: int) -> HttpResponse:
    """What is sealed: as it stood at the end of the year, or of `?until=2027-06`; `?ward=`: of one ward."""
    return HttpResponse(_json(sealed_document(year, *_asked(request))), content_type="application/json")


@require_safe
def promise_figures_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The sealed figures as a CSV table."""
    rows = sealed_document(year, *_asked(request))["figures"]
    response = HttpResponse("\ufeff" + csv_table(PROMISE_FIGURES_COLUMNS, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="promise-figures-{year}.csv"'
    return response


@require_safe
def figures_zip(request: HttpRequest, year: int) -> HttpResponse:
    """All that is needed to recompute the figures of one ward: them, the months, the keys. 404 without `?ward=`.

    503 while the log cannot be published.
    """
    ward, until = _asked(request)
    if ward is None:
        raise Http404
    document = sealed_document(year, ward, until)
    try:
        content = _zipped(year, document)
    except LogRefused as refusal:
        return log_refused(refusal)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="promises-ward-{ward.number}-{year}.zip"'
    return response


def _zipped(year: int, document: dict[str, Any]) -> bytes:
    """Raises LogRefused."""
    slugs = [each["slug"] for each in document["counted_from"]]
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"figures-{year}.json", _json(document))
        archive.writestr("keys.json", json.dumps(key_list(), ensure_ascii=False))
        for record in MonthRecord.objects.filter(slug__in=slugs).iterator(chunk_size=1):
            archive.writestr(f"{record.slug}.json", json_form(served_document(record)))
    return target.getvalue()


def _figures(query: FiguresQuery, today: date) -> tuple[dict[Key, PromiseFigures], date]:
    """Count the figures, with the last day that they count."""
    if query.until is None:
        return figures_today(query.year, today, query.ward), today
    document = sealed_document(query.year, query.ward, query.until)
    return figures_of_document(document), date.fromisoformat(document["until"])


def _asked(request: HttpRequest) -> tuple[Ward | None, date | None]:
    """Raises Http404 for a ward that does not exist."""
    number = PromiseFilter.from_query(request.GET.dict()).ward
    ward = get_object_or_404(Ward, number=number) if number is not None else None
    return ward, read_year_and_month(request.GET.get("until", ""))


def _json(document: dict[str, Any]) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False)}\n".encode()
