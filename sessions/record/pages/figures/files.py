"""The figures as files, of all wards or of one: JSON, and a table for spreadsheets."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from sessions.models import Ward
from sessions.platform.exports.license import license_field
from sessions.record.figures.files import CHAT_FIGURES_FORMAT, figure_rows, figures_as_csv
from sessions.record.figures.keeping import read_figures


@require_safe
def figures_json(_request: HttpRequest, number: int | None = None) -> HttpResponse:
    """All months, by month and ward. number: of the ward; None for all."""
    document: dict[str, Any] = {
        "format": CHAT_FIGURES_FORMAT,
        **license_field(),
        "figures": figure_rows(read_figures(wards=_wards(number))),
    }
    return JsonResponse(document)


@require_safe
def figures_csv(_request: HttpRequest, number: int | None = None) -> HttpResponse:
    """The figures of all months as a table (CSV). number: of the ward; None for all."""
    table = figures_as_csv(read_figures(wards=_wards(number)))
    response = HttpResponse("\ufeff" + table, content_type="text/csv; charset=utf-8")
    name = "figures" if number is None else f"figures-ward-{number}"
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _wards(number: int | None) -> list[int]:
    """Raises Http404 for a ward that does not exist."""
    return [] if number is None else [get_object_or_404(Ward, number=number).number]
