"""Serves the description of what programs read: as OpenAPI at /api/openapi.json, for people at /api/."""

from functools import cache
from itertools import groupby
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from chatserver.web.open_data.addresses import CHAPTERS, PROGRAM_ADDRESSES, Address
from chatserver.web.open_data.open_api import describe_as_json, path_of
from sessions.platform.exports.license import license_field
from sessions.record.pages.search.api import for_programs, with_tag


class ShownAddress(NamedTuple):
    """An address as the description shows it.

    link: where it can be opened, because nothing in it has to be filled in; else blank.
    """

    path: str
    link: str
    address: Address


@for_programs
def open_api(request: HttpRequest) -> HttpResponse:
    return with_tag(request, _description())


@require_safe
def for_programs_page(request: HttpRequest) -> HttpResponse:
    """Answer the page for programs. The table is in English, like OpenAPI itself."""
    return render(request, "web/for_programs.html", {"chapters": _chapters(), "data_license": settings.DATA_LICENSE})


@cache
def _description() -> bytes:
    return describe_as_json(license_field()).encode()


@cache
def _chapters() -> list[tuple[str, list[ShownAddress]]]:
    listed = sorted(PROGRAM_ADDRESSES.items(), key=lambda each: CHAPTERS.index(each[1].chapter))
    return [
        (chapter, [_shown(route, address) for route, address in of_chapter])
        for chapter, of_chapter in groupby(listed, key=lambda each: each[1].chapter)
    ]


def _shown(route: str, address: Address) -> ShownAddress:
    return ShownAddress(path_of(route), f"/{route}" if "<" not in route and not address.required else "", address)
