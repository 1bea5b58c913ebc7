"""The forms that take long to make, the PDF and the bag: made once for each state of a record, and kept."""

import logging
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sessions.models import Record
from sessions.platform.exports.license import license_in_words
from sessions.platform.exports.rendered_files import discard_rendered, rendered_file, size_of_rendered
from sessions.record.forms.bag import bag_form
from sessions.record.forms.bag_contents import AddedFiles, StampFiles
from sessions.record.forms.pdf.rendering import PdfFailed, PdfNotInstalled, render_pdf
from sessions.record.forms.record_facts import json_form
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.published_time_stamps import time_stamp_of
from sessions.record.proof.verifier.served_copy import verifier_source

logger = logging.getLogger(__name__)

BAG_LANGUAGE = "en"
PDF_VERSION = 2
"""Raised when a PDF of the same record would look otherwise: what is kept is made again."""


def pdf_of(record: Record, document: Mapping[str, Any], *, address: str, language: str) -> bytes:
    """Make the PDF of a record.

    document: as it is served. address: of the record's page. Raises a subclass of NoPdf.
    """
    checkpoint = checkpoint_for_paper(document)
    return rendered_file(
        record.slug,
        _pdf_name(language),
        made_from=_pdf_source(document, address),
        render=lambda: render_pdf(
            document, slug=record.slug, language=language, address=address, checkpoint=checkpoint
        ),
        is_current=lambda: _is_current(record),
    )


def bag_of(record: Record, document: Mapping[str, Any], *, address: str) -> bytes:
    """The bag of a record, with the PDF where one can be made. Raises PdfBusy."""
    pdf, time_stamp = _pdf_for_bag(record, document, address), time_stamp_for_bag(document)
    return rendered_file(
        record.slug,
        "zip",
        made_from=_bag_source(document, address, time_stamp, has_pdf=pdf is not None),
        render=lambda: bag_form(
            document,
            AddedFiles(pdf, verifier_source(), time_stamp),
            slug=record.slug,
            address=address,
            licensed=license_in_words(),
        ),
        is_current=lambda: _is_current(record),
    )


def sizes_of_kept(slug: str, document: Mapping[str, Any], *, address: str, language: str) -> dict[str, int | None]:
    """Sizes in bytes of `pdf` and `zip`; None for one that is not made yet."""
    time_stamp = time_stamp_for_bag(document)
    bags = (
        size_of_rendered(slug, "zip", made_from=_bag_source(document, address, time_stamp, has_pdf=has_pdf))
        for has_pdf in (True, False)
    )
    return {
        "pdf": size_of_rendered(slug, _pdf_name(language), made_from=_pdf_source(document, address)),
        "zip": next((size for size in bags if size), None),
    }


def forget_forms_of(chat_session_id: UUID) -> None:
    """Remove what is kept of a chat's record: to be called after the commit of a redaction, perhaps more than once."""
    for slug in Record.objects.filter(chat_session_id=chat_session_id).values_list("slug", flat=True):
        discard_rendered(slug)


def _pdf_for_bag(record: Record, document: Mapping[str, Any], address: str) -> bytes | None:
    try:
        return pdf_of(record, document, address=address, language=BAG_LANGUAGE)
    except PdfNotInstalled:
        return None
    except PdfFailed as error:
        logger.warning("The ZIP of a record was made without its PDF: %s.", error)
        return None


def _pdf_name(language: str) -> str:
    return f"{language}.pdf"


def checkpoint_for_paper(document: Mapping[str, Any]) -> str | None:
    """The signed note that a printed record carries: a draft, too, can prove later what had been published.

    A sealed record has the newest one in its document, so that its PDF is made again with each; a draft's PDF keeps the
    one that was the newest when it was made.
    """
    if "log" in document:
        return str(document["log"]["checkpoint"])
    try:
        newest = newest_published()
    except LogRefused:
        return None
    return newest.note if newest is not None else None


def _pdf_source(document: Mapping[str, Any], address: str) -> bytes:
    return f"{PDF_VERSION}\0{address}\0".encode() + json_form(document)


def time_stamp_for_bag(document: Mapping[str, Any]) -> StampFiles | None:
    """The time stamp of the document's own checkpoint; None until it is there."""
    stamp = time_stamp_of(document["log"]["checkpoint"]) if "log" in document else None
    return StampFiles(bytes(stamp.response), stamp.roots) if stamp is not None else None


def _bag_source(document: Mapping[str, Any], address: str, time_stamp: StampFiles | None, *, has_pdf: bool) -> bytes:
    beside = f"{address}\0{PDF_VERSION if has_pdf else ''}\0{verifier_source() or ''}\0{license_in_words()}\0"
    return beside.encode() + (time_stamp.response if time_stamp is not None else b"") + json_form(document)


def _is_current(record: Record) -> bool:
    """Whether the record still has the words that the form was made from."""
    stored = Record.objects.filter(pk=record.pk).values_list("document", flat=True).first()
    return bool(stored == record.document)
