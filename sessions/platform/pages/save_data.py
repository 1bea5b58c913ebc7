"""Readers who ask for less data (Save-Data: on) get shorter pages, and none of what only decorates."""

from django.http import HttpRequest

ROWS = 25
"""Rows on a list's page for readers who save data."""


def saves_data(request: HttpRequest) -> bool:
    return request.headers.get("Save-Data", "").strip().lower() == "on"


def rows_for(request: HttpRequest, usual: int) -> int:
    """How many rows of a list one page shows this reader."""
    return min(ROWS, usual) if saves_data(request) else usual
