"""The files of a record with their sizes, for its page."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from sessions.platform.text.by_language import language_codes
from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from sessions.record.forms.csv_form import csv_form
from sessions.record.forms.kept_forms import sizes_of_kept
from sessions.record.forms.record_facts import json_form

FORMS: tuple[tuple[str, str, str, Promise], ...] = (
    ("json", "JSON", "application/json", _("The whole record as data")),
    ("csv", "CSV", "text/csv", _("A table for spreadsheets")),
    ("pdf", "PDF", "application/pdf", _("For printing")),
    ("akn", "Akoma Ntoso", "application/akn+xml", _("For archives")),
    ("bag", "ZIP (BagIt)", "application/zip", _("Everything together, with the proofs")),
)
MOST_KNOWN = 500
_known: dict[tuple[object, ...], dict[str, int]] = {}
"""Sizes of the forms that are made on each request, by the state of the record: numbers, and no words."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that can be downloaded. size: in bytes; None for a file that is not made before somebody asks for it."""

    form: str
    words: Promise
    content_type: str
    address: str
    size: int | None


def downloads_of(document: Mapping[str, Any], *, slug: str, address: str) -> Iterator[Download]:
    """List the downloads of a record. address: of the record's page. A PDF is in the reader's language."""
    language = pdf_language(get_language() or "")
    kept = sizes_of_kept(slug, document, address=address, language=language)
    sizes = _sizes_of(document, slug) | {"pdf": kept["pdf"], "bag": kept["zip"]}
    for name, form, content_type, words in FORMS:
        own = reverse(f"record_{name}", args=[slug])
        in_another = name == "pdf" and language != settings.FALLBACK_LANGUAGE
        yield Download(form, words, content_type, f"{own}?lang={language}" if in_another else own, sizes[name])


def pdf_language(code: str) -> str:
    """The language of a PDF for a reader of that language: one of ours."""
    own = code.partition("-")[0]
    return own if own in language_codes() else settings.FALLBACK_LANGUAGE


def _sizes_of(document: Mapping[str, Any], slug: str) -> dict[str, int]:
    log = document.get("log") or {}
    state = (slug, document["tree"]["root"], len(document["redactions"]), log.get("checkpoint"))
    if state not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[state] = {
            "json": len(json_form(document)),
            "csv": len(csv_form(document, slug=slug)),
            "akn": len(akoma_ntoso_form(document, slug=slug)),
        }
    return _known[state]
