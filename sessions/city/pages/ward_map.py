"""GET /wards/<number>/map.png: a ward's map, drawn by the server, for the form in which a place is chosen.

Its parameters are brought to the nearest of a few views (sessions/city/places/map_view.py), so that nobody can have
endless pictures drawn; the page requests of one caller wait in a queue as those of all pages do.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags, quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sessions.city.places.drawing.kept_pictures import WARD_MAPS
from sessions.city.places.drawing.scene import Scene, scene_of
from sessions.city.places.map_view import MapView, frame_of, view_around, whole_ward
from sessions.city.places.view_parameters import read_around, read_zoom

FRESH_S = 24 * 3600
"""Seconds. An address of an older map would show the older one so long: outlines change once in years."""


@require_safe
def ward_map(request: HttpRequest, number: int) -> HttpResponse:
    """`?around=22.4998,88.3512&zoom=3&at=22.4999,88.3515&scale=2&lang=bn`; 404 where no map shows the ward."""
    frame = frame_of(number)
    if frame is None:
        raise Http404
    around = read_around(request.GET.get("around", ""))
    view: MapView = whole_ward(frame)
    if around is not None:
        view = view_around(frame, around, read_zoom(request.GET.get("zoom", "")))
    scale = 2 if request.GET.get("scale") == "2" else 1
    with override(_language(request.GET.get("lang", ""))):
        scene = scene_of(view, read_around(request.GET.get("at", "")))
        name = f"{scene.version}-{scale}"
        etag = quote_etag(name)
        if etag in [each.removeprefix("W/") for each in parse_etags(request.headers.get("If-None-Match", ""))]:
            return _kept(HttpResponseNotModified(), etag)
        png = WARD_MAPS.picture(name, lambda: _draw(scene, scale))
    return _kept(HttpResponse(png, content_type="image/png"), etag)


def _draw(scene: Scene, scale: int) -> bytes:
    # Imported late: Pillow takes a twentieth of a second, and few processes ever draw.
    from sessions.city.places.drawing.picture import draw_scene

    return draw_scene(scene, scale=scale)


def _language(wanted: str) -> str:
    """Never that of the request: what an address answers is kept for everybody."""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.FALLBACK_LANGUAGE


def _kept(response: HttpResponse, etag: str) -> HttpResponse:
    response["ETag"] = etag
    response["Cache-Control"] = f"public, max-age={FRESH_S}"
    return response
