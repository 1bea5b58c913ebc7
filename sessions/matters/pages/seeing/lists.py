"""The list of complaints and suggestions, and their map, with the same filters."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from sessions.contract.limits import MATTERS_PER_PAGE
from sessions.matters.public.dots import Dot
from sessions.matters.public.facts import facts_of_matter
from sessions.matters.public.filters import AGES, IN_WORK, MatterFilter
from sessions.matters.public.listing import list_matters, newest_first
from sessions.matters.public.map_window import DEEPEST, MapWindow, read_at, read_window_zoom
from sessions.matters.public.matter_map import in_window, matter_map
from sessions.models import SHOWN_STATES, Borough, Category, MatterKind
from sessions.platform.exports.form_options import options_of
from sessions.platform.pages.save_data import rows_for
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.text_input import LONGEST_WRITTEN_NUMBER


@dataclass(frozen=True, slots=True)
class DotLink:
    """The link of a dot on the map. words: what the link is called for those who do not see the map."""

    dot: Dot
    address: str
    words: str


@require_safe
def matter_list(request: HttpRequest) -> HttpResponse:
    """The newest first: `?q=`, `?ward=`, `?borough=`, `?kind=`, `?category=`, `?state=`, `?overdue=1`, `?age=` (days),
    `?before=` (a number)."""
    wanted = MatterFilter.from_query(request.GET.dict())
    before = request.GET.get("before", "")[:LONGEST_WRITTEN_NUMBER]
    page = list_matters(wanted, before=before, per_page=rows_for(request, MATTERS_PER_PAGE), today=timezone.localdate())
    context = {"page": page, "is_first": not before, **matter_list_context(wanted)}
    return render(request, "sessions/matters/list.html", context)


@require_safe
def map_page(request: HttpRequest) -> HttpResponse:
    """The filtered list as a map with the newest rows: `?at=22.4989,88.3712` and `?zoom=` (0 to 5) choose a part."""
    wanted, today = MatterFilter.from_query(request.GET.dict()), timezone.localdate()
    at, zoom = read_at(request.GET.get("at", "")), read_window_zoom(request.GET.get("zoom", ""))
    drawn = matter_map(wanted, at=at, zoom=zoom, today=today)
    rows = wanted.rows(today)
    shown = newest_first(rows if drawn.window is None else in_window(rows, drawn.window))[:MATTERS_PER_PAGE]
    context = {
        "map": drawn,
        "dots": [] if drawn.window is None else [_linked(dot, wanted, drawn.window) for dot in drawn.dots],
        "wider": "" if drawn.window is None else _part(wanted, drawn.window.middle, drawn.window.zoom - 1),
        "facts": [facts_of_matter(matter, today) for matter in shown],
        **matter_list_context(wanted),
    }
    return render(request, "sessions/matters/map.html", context)


def _linked(dot: Dot, wanted: MatterFilter, window: MapWindow) -> DotLink:
    """One leads to its page, several to a closer look at them, and in the closest one to the list beside the map."""
    if dot.number:
        return DotLink(dot, reverse("matter", args=[dot.number]), as_code(dot.number))
    count = digits(dot.count)
    if window.zoom == DEEPEST:
        return DotLink(dot, "#beside", _("{n} here: see the list").format(n=count))
    address = _part(wanted, (dot.lat, dot.lon), window.zoom + 1)
    return DotLink(dot, address, _("{n} here: show them closer").format(n=count))


def _part(wanted: MatterFilter, at: tuple[float, float], zoom: int) -> str:
    """The address of another part of the map."""
    place = {"at": f"{at[0]:.5f},{at[1]:.5f}", "zoom": str(max(zoom, 0))}
    return f"?{urlencode({**wanted.parameters(), **place}, safe=',')}#map"


def matter_list_context(wanted: MatterFilter) -> dict[str, Any]:
    """What the form of the filters needs, and the addresses beside the list."""
    states: Iterable[tuple[str, Any]] = [(IN_WORK, _("Not done yet")), *((each, each.label) for each in SHOWN_STATES)]
    ages = ((days, ngettext("{n} day", "{n} days", days).format(n=digits(days))) for days in AGES)
    return {
        "wanted": wanted,
        "query": wanted.query(),
        "kinds": options_of(MatterKind.choices, wanted.kind),
        "categories": options_of(((each.slug, each.name) for each in Category.objects.all()), wanted.category),
        "boroughs": options_of(((each.code, each.name) for each in Borough.objects.all()), wanted.borough),
        "states": options_of(states, wanted.state),
        "ages": options_of(ages, wanted.age),
        "lodging": lodging_address(wanted.ward),
    }


def lodging_address(ward: int | None = None) -> str:
    """The page on which somebody complains or suggests; blank where this website has none."""
    try:
        address = reverse("lodge_matter")
    except NoReverseMatch:
        return ""
    return f"{address}?ward={ward}" if ward else address
