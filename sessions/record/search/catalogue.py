"""The catalogue of all records: as a table, and as DCAT 3 in JSON-LD (https://www.w3.org/TR/vocab-dcat-3/).

Both are written piece by piece: each piece reads the next records by itself, so that a large catalogue needs no more
memory and no longer transaction than a small one.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from sessions.models import Record
from sessions.platform.exports.csv_table import csv_lines
from sessions.platform.text.absolute_addresses import WholeAddress
from sessions.platform.text.by_language import in_every_language, language_codes
from sessions.record.forms.pdf.installed import can_set_pdf
from sessions.record.search.filters import SearchFilters
from sessions.record.search.records import QuestionCounts, count_questions, listed_records

PIECE = 500
"""Records that are read at once."""


class ListedForm(NamedTuple):
    """A form of a record: its name in the catalogue, what its address ends with, its media type."""

    name: str
    ending: str
    media_type: str


FORMS = (
    ListedForm("html", "/", "text/html"),
    ListedForm("json", ".json", "application/json"),
    ListedForm("csv", ".csv", "text/csv"),
    ListedForm("akoma_ntoso", ".akn.xml", "application/akn+xml"),
    ListedForm("pdf", ".pdf", "application/pdf"),
    ListedForm("bag", ".zip", "application/zip"),
)
COLUMNS = (
    "record",
    "ward",
    "borough",
    "held_on",
    "opened_at",
    "closed_at",
    "office",
    "office_holder",
    "asked",
    "answered",
    "written_answer_promised",
    "published_at",
    "sealed_at",
)
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "adms": "http://www.w3.org/ns/adms#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
DRAFT, SEALED = "http://purl.org/adms/status/UnderDevelopment", "http://purl.org/adms/status/Completed"


def served_forms() -> list[ListedForm]:
    """The forms of a record that this installation makes."""
    return [form for form in FORMS if _is_served(form) and (form.name != "pdf" or can_set_pdf())]


def address_of_form(slug: str, form: ListedForm) -> str:
    return f"{reverse('records')}{slug}{form.ending}"


def write_csv(whole: WholeAddress) -> Iterator[str]:
    """Published first, listed first. A draft has no `sealed_at`."""
    forms = served_forms()
    yield "\ufeff" + csv_lines([[*COLUMNS, *(form.name for form in forms)]])
    for piece in _pieces():
        yield csv_lines(
            [
                [*_cells(record, counts), *(whole(address_of_form(record.slug, form)) for form in forms)]
                for record, counts in piece
            ]
        )


def write_dcat(whole: WholeAddress) -> Iterator[str]:
    """One dcat:Catalog; each record is a dcat:Dataset, each form of it a dcat:Distribution."""
    forms = served_forms()
    catalogue = {
        "@context": CONTEXT,
        "@id": whole(reverse("catalogue_json")),
        "@type": "dcat:Catalog",
        "dct:title": _in_languages(lambda: _("Records of the councillors’ live chats")),
        "foaf:homepage": {"@id": whole(reverse("records"))},
        "dct:language": language_codes(),
        **_licensed(),
    }
    yield json.dumps(catalogue, ensure_ascii=False, indent=1).removesuffix("\n}") + ',\n "dcat:dataset": ['
    between = "\n"
    for piece in _pieces():
        datasets = (json.dumps(_dataset(record, forms, whole), ensure_ascii=False) for record, _counts in piece)
        yield between + ",\n".join(datasets)
        between = ",\n"
    yield "\n]}\n"


def _pieces() -> Iterator[list[tuple[Record, QuestionCounts]]]:
    last = 0
    rows = listed_records(SearchFilters()).select_related("chat_session__ward__borough").order_by("pk")
    while records := list(rows.filter(pk__gt=last)[:PIECE]):
        counts = count_questions(records)
        yield [(record, counts.get(record.pk, QuestionCounts())) for record in records]
        last = records[-1].pk


def _cells(record: Record, counts: QuestionCounts) -> list[object]:
    chat_session = record.chat_session
    ward, office = chat_session.ward, chat_session.office
    return [
        record.slug,
        ward.number,
        ward.borough.code if ward.borough else "",
        chat_session.day.isoformat(),
        chat_session.opened_at.isoformat(timespec="seconds") if chat_session.opened_at else "",
        chat_session.closed_at.isoformat(timespec="seconds") if chat_session.closed_at else "",
        office.kind if office else "",
        office.name_in_log if office else "",
        counts.asked,
        counts.answered,
        counts.owed,
        record.made_at.isoformat(timespec="seconds"),
        record.sealed_at.isoformat(timespec="seconds") if record.sealed_at else "",
    ]


def _dataset(record: Record, forms: list[ListedForm], whole: WholeAddress) -> dict[str, Any]:
    chat_session, page = record.chat_session, whole(reverse("record", args=[record.slug]))
    number, day = chat_session.ward.number, chat_session.day.isoformat()
    since, until = chat_session.opened_at or chat_session.starts_at, chat_session.closed_at or chat_session.ends_at
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:identifier": record.slug,
        "dct:title": _in_languages(lambda: _("Live chat of ward {number}, {day}").format(number=number, day=day)),
        "adms:status": {"@id": DRAFT if record.is_draft else SEALED},
        "dct:issued": {"@type": "xsd:dateTime", "@value": record.made_at.isoformat(timespec="seconds")},
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": {"@type": "xsd:dateTime", "@value": since.isoformat(timespec="seconds")},
            "dcat:endDate": {"@type": "xsd:dateTime", "@value": until.isoformat(timespec="seconds")},
        },
        "dct:spatial": {"@id": whole(reverse("ward", args=[number]))},
        "dcat:landingPage": {"@id": page},
        "dcat:distribution": [_distribution(record, form, whole) for form in forms],
    }


def _distribution(record: Record, form: ListedForm, whole: WholeAddress) -> dict[str, Any]:
    address = whole(address_of_form(record.slug, form))
    where = {"dcat:accessURL": {"@id": address}}
    if form.ending != "/":
        where["dcat:downloadURL"] = {"@id": address}
    return {
        "@id": f"{address}#distribution",
        "@type": "dcat:Distribution",
        **where,
        "dcat:mediaType": {"@id": MEDIA_TYPES + form.media_type},
        **_licensed(),
    }


def _licensed() -> dict[str, Any]:
    """The licence for the catalogue and each distribution, as DCAT asks."""
    return {"dct:license": {"@id": settings.DATA_LICENSE.address}} if settings.DATA_LICENSE else {}


def _in_languages(make: Callable[[], str]) -> list[dict[str, str]]:
    return [{"@language": code, "@value": text} for code, text in in_every_language(make).items()]


def _is_served(form: ListedForm) -> bool:
    try:
        resolve(address_of_form("a-record", form))
    except Resolver404:
        return False
    return True
