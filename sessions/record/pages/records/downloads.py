"""The files of a record: JSON, CSV, Akoma Ntoso, PDF and the bag with all of them."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from sessions.models import Record
from sessions.platform.text.absolute_addresses import whole_address
from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from sessions.record.forms.csv_form import csv_form
from sessions.record.forms.kept_forms import bag_of, pdf_of
from sessions.record.forms.pdf.rendering import NoPdf, PdfBusy, PdfNotInstalled
from sessions.record.forms.record_facts import RecordFacts, json_form
from sessions.record.forms.served_document import served_document
from sessions.record.pages.log.files import log_refused, read_size
from sessions.record.pages.records.download_list import pdf_language
from sessions.record.proof.entries import growth_proof
from sessions.record.proof.log_refused import LogRefused

logger = logging.getLogger(__name__)

INSTALL_PDF = "python3 bin/environment.py pdf"
RETRY_AFTER_S = 30


def _download(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Serve a download by GET.

    503 while the log cannot be published of which each download carries the newest checkpoint.
    """

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, slug: str) -> HttpResponse:
        try:
            return view(request, slug)
        except LogRefused as refusal:
            return log_refused(refusal)

    return answer


@_download
def record_json(_request: HttpRequest, slug: str) -> HttpResponse:
    """The authoritative record, byte for byte the same for everybody."""
    document = served_document(_find_record(slug))
    return HttpResponse(json_form(document), content_type="application/json")


@require_safe
def record_consistency(request: HttpRequest, slug: str) -> HttpResponse:
    """`?from=`: the proof that the record's tree begins with that of so many entries (RFC 9162, 2.1.4.1).

    404 where it has fewer. It is for people who kept a checkpoint of the live chat.
    """
    document = _find_record(slug).document
    size = read_size(request.GET.get("from"))
    if size is None or size < 1:
        return JsonResponse({"error": "from is a number of entries, from 1 on."}, status=400)
    if size > len(document["entries"]):
        return JsonResponse({"error": "The record has fewer entries."}, status=404)
    return JsonResponse(growth_proof(document, size))


@_download
def record_csv(_request: HttpRequest, slug: str) -> HttpResponse:
    document = served_document(_find_record(slug))
    return _file(csv_form(document, slug=slug), "text/csv; charset=utf-8", _name(document, slug, "csv"))


@_download
def record_akn(_request: HttpRequest, slug: str) -> HttpResponse:
    document = served_document(_find_record(slug))
    return _file(akoma_ntoso_form(document, slug=slug), "application/akn+xml", _name(document, slug, "akn.xml"))


@_download
def record_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF of a record, in English, or with `?lang=bn` in Bengali.

    501 without the extra that makes PDFs; 503 while it cannot be made.
    """
    record = _find_record(slug)
    document, language = served_document(record), pdf_language(request.GET.get("lang", ""))
    try:
        pdf = pdf_of(record, document, address=_page_of(request, slug), language=language)
    except NoPdf as reason:
        return _no_pdf(request, slug, reason)
    return _file(pdf, "application/pdf", _name(document, slug, "pdf"))


@_download
def record_bag(request: HttpRequest, slug: str) -> HttpResponse:
    record = _find_record(slug)
    document = served_document(record)
    try:
        bag = bag_of(record, document, address=_page_of(request, slug))
    except PdfBusy as reason:
        return _no_pdf(request, slug, reason)
    return _file(bag, "application/zip", _name(document, slug, "zip"))


def _find_record(slug: str) -> Record:
    return get_object_or_404(Record, slug=slug)


def _name(document: Mapping[str, Any], slug: str, suffix: str) -> str:
    """A draft is known by the name of its file, too."""
    return f"{slug}{'-draft' if RecordFacts.of(document, slug=slug).is_draft else ''}.{suffix}"


def _page_of(request: HttpRequest, slug: str) -> str:
    return whole_address(request, reverse("record", args=[slug]))


def _file(data: bytes, content_type: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(data, content_type=content_type, headers=headers)


def _no_pdf(request: HttpRequest, slug: str, reason: NoPdf) -> HttpResponse:
    context = {"slug": slug}
    if isinstance(reason, PdfNotInstalled):
        context |= {
            "why": _("This server cannot make PDFs: the extra for it is not installed. Its operator installs it with:"),
            "install": INSTALL_PDF,
        }
        return render(request, "sessions/record/downloads/no_pdf.html", context, status=501)
    if isinstance(reason, PdfBusy):
        why = _("Other PDFs are being made at the moment. Please try again in half a minute.")
    else:
        logger.error("Making the PDF of a record failed: %s.", reason)
        why = _("The PDF could not be made. The operator of this server finds the reason in its log.")
    response = render(request, "sessions/record/downloads/no_pdf.html", context | {"why": why}, status=503)
    response["Retry-After"] = str(RETRY_AFTER_S)
    return response
