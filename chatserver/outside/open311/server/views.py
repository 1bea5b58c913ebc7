"""The addresses of GeoReport v2, each with the function that answers it."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.forms import WrittenDocument
from chatserver.outside.open311.server.keys import find_key
from chatserver.outside.open311.server.listing import find_request, find_token, list_requests
from chatserver.outside.open311.server.listing_query import ListingQuery
from chatserver.outside.open311.server.lodging.form_body import MOST_FORM_BYTES, Fields, read_form_body, too_large
from chatserver.outside.open311.server.lodging.posted import read_posted
from chatserver.outside.open311.server.lodging.posting import lodge_posted
from chatserver.outside.open311.server.responses import READING_METHODS, form_of, georeport, respond_error
from chatserver.outside.open311.server.services import define_service, list_services
from sessions.platform.text.absolute_addresses import WholeAddress, addresses_for


@georeport(*READING_METHODS)
def discovery(request: HttpRequest) -> WrittenDocument:
    return discover(addresses_for(request))


@georeport(*READING_METHODS)
def services(request: HttpRequest) -> WrittenDocument:
    return list_services()


@georeport(*READING_METHODS)
def service(request: HttpRequest, service_code: str) -> WrittenDocument:
    return define_service(service_code)


@georeport(*READING_METHODS, "POST")
def requests(request: HttpRequest) -> WrittenDocument:
    """GET lists them; POST lodges one, and answers with its token."""
    if request.method == "POST":
        fields = _fields(request)
        key = find_key(fields.one("api_key"))
        return lodge_posted(read_posted(fields, key), key)
    return list_requests(ListingQuery.of(request.GET.dict(), timezone.now()), addresses_for(request))


@georeport(*READING_METHODS)
def one_request(request: HttpRequest, service_request_id: str) -> WrittenDocument:
    return find_request(service_request_id, addresses_for(request))


@georeport(*READING_METHODS)
def token(request: HttpRequest, open311_token: str) -> WrittenDocument:
    return find_token(open311_token)


@csrf_exempt
def nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    """Any other address, in the form that its end asks for."""
    return respond_error(
        request, ServiceError(HTTPStatus.NOT_FOUND, "There is nothing at this address."), form_of(rest)
    )


def _fields(request: HttpRequest) -> Fields:
    """The body is read only where it is no larger than it may be."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not (length.isascii() and length.isdigit()):
        raise ServiceError(HTTPStatus.BAD_REQUEST, "Content-Length is not a number.")
    if int(length) > MOST_FORM_BYTES:
        raise too_large()
    return read_form_body(request.body, request.META.get("CONTENT_TYPE", ""))


# Where the service is and what it speaks (https://wiki.open311.org/Service_Discovery/).

ROOT = "/open311/v2"
CHANGED_AT = "2026-11-28T00:00:00+05:30"
"""Moment at which the service itself last changed: set it when an address or a field is added."""


def discover(whole: WholeAddress) -> WrittenDocument:
    contact = settings.SECURITY_CONTACT or whole("/")
    endpoint = {
        "specification": "http://wiki.open311.org/GeoReport_v2",
        "url": whole(ROOT),
        "changeset": CHANGED_AT,
        "type": "production",
        "formats": ["text/xml", "application/json"],
    }
    return WrittenDocument(
        "discovery",
        {
            "changeset": CHANGED_AT,
            "contact": f"{contact}",
            "key_service": "The ward office gives keys out (bin/manage open311_key add).",
            "endpoints": [endpoint],
        },
    )
