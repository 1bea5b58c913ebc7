"""GET /api/wards/find, for programs: the wards that a place or a PIN may belong to. People use /wards/."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sessions.city.wards.search import WardSearchResult, find_at, find_by_pin
from sessions.platform.refusals import Refused

PLACE, PIN = {"lat", "lon"}, {"pin"}


@require_safe
@never_cache
def search_ward(request: HttpRequest) -> JsonResponse:
    """`?lat=&lon=` or `?pin=`, each once. 400 for bad values, 503 where no map has been loaded."""
    try:
        given = _given(request)
        answer = find_by_pin(given["pin"]) if "pin" in given else find_at(given["lat"], given["lon"])
    except Refused as refused:
        status = 503 if refused.code == "no_map" else 400
        return JsonResponse({"error": str(refused.message), "code": refused.code}, status=status)
    return JsonResponse(as_json(answer))


def as_json(answer: WardSearchResult) -> dict[str, object]:
    """The contract's `result` and `wards`; besides, the wards that can only be chosen by hand, and names."""
    return {
        "result": answer.found.result,
        "wards": answer.found.wards,
        "by_hand": answer.found.by_hand,
        "neighbourhoods": {str(ward.number): ward.neighbourhoods for ward in answer.wards},
    }


def _given(request: HttpRequest) -> dict[str, str]:
    """The values of these parameters. Raises Refused bad_field where one is missing or given twice."""
    given = {name: request.GET.getlist(name) for name in ("lat", "lon", "pin") if name in request.GET}
    if set(given) not in (PLACE, PIN):
        raise Refused("bad_field", _("Give lat and lon, in degrees, or a pin: /api/wards/find?lat=22.5&lon=88.35"))
    if any(len(values) > 1 for values in given.values()):
        raise Refused("bad_field", _("Give each of lat, lon and pin only once."))
    return {name: values[0] for name, values in given.items()}
