"""The services that can be asked for, which are our categories, and what may be said of each."""

from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from chatserver.outside.open311.server.errors import ServiceError
from chatserver.outside.open311.server.forms import WrittenDocument
from chatserver.outside.open311.server.listing_query import SLUG
from sessions.city.display import ward_name
from sessions.models import Category, MatterKind, Ward

BATCH = "batch"
"""A moderator reads everything first: a request gets a token at once, and its number later."""

KIND, WARD_ATTRIBUTE = "kind", "ward"
ATTRIBUTES = (KIND, WARD_ATTRIBUTE)


def list_services() -> WrittenDocument:
    return WrittenDocument("services", [_service(category) for category in Category.objects.offered()])


def define_service(code: str) -> WrittenDocument:
    """Raises ServiceError for an unknown code."""
    category = find_category(code)
    return WrittenDocument("service_definition", {"service_code": category.slug, "attributes": [_kind(), _ward()]})


def find_category(code: str) -> Category:
    """One that is offered. Raises ServiceError."""
    category = Category.objects.offered().filter(slug=code).first() if SLUG.fullmatch(code) else None
    if category is None:
        raise ServiceError(HTTPStatus.NOT_FOUND, "There is no such service_code; services.xml lists them.")
    return category


def _service(category: Category) -> dict[str, Any]:
    days = _("To be acknowledged within {acknowledge} working days, and resolved within {resolve}.")
    return {
        "service_code": category.slug,
        "service_name": category.name,
        "description": days.format(acknowledge=category.acknowledge_days, resolve=category.resolve_days),
        "metadata": True,
        "type": BATCH,
        "keywords": ",".join(each.strip().replace(",", " ") for each in category.keywords.split(";") if each.strip()),
        "group": category.agency or _("Ward office"),
    }


def _kind() -> dict[str, Any]:
    values = [{"key": kind.value, "name": str(kind.label)} for kind in MatterKind]
    return _attribute(KIND, 1, _("Complaint or suggestion"), _("A complaint, if nothing is said."), values)


def _ward() -> dict[str, Any]:
    wards = Ward.objects.order_by("number").values_list("number", flat=True)
    values = [{"key": str(number), "name": ward_name(number)} for number in wards]
    return _attribute(WARD_ATTRIBUTE, 2, _("Ward"), _("Needed where no point on the map is sent."), values)


def _attribute(code: str, order: int, name: str, about: str, values: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "variable": True,
        "code": code,
        "datatype": "singlevaluelist",
        "required": False,
        "datatype_description": about,
        "order": order,
        "description": name,
        "values": values,
    }
