"""The page of the log, in plain words, and the page that compares the words on a sheet of paper."""

import json
import re
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sessions.contract.limits import LOG_PER_PAGE
from sessions.models import LogCheckpoint, LogKey, LogLeaf, LogOrigin
from sessions.platform.pages.save_data import rows_for
from sessions.platform.text.absolute_addresses import whole_address
from sessions.platform.text.text_input import fold_digits
from sessions.record.pages.log.files import read_size
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.cosignatures import witness_rows
from sessions.record.proof.log_refused import LogRefused
from sessions.record.proof.notes.checkpoint_words import words_of_root
from sessions.record.proof.published_time_stamps import stamp_of_newest
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tree import root_hash


@require_safe
def log_page(request: HttpRequest) -> HttpResponse:
    newest, fault = _published()
    leaves = LogLeaf.objects.filter(index__lt=newest.size if newest else 0).order_by("-index")
    page = Paginator(leaves, rows_for(request, LOG_PER_PAGE)).get_page(request.GET.get("page"))
    context = {
        "newest": newest,
        "time_stamp": stamp_of_newest(newest) if newest is not None else None,
        "fault": fault,
        "witnesses": witness_rows(newest),
        "website": whole_address(request, "/"),
        "keys": LogKey.objects.all(),
        "restorations": LogOrigin.objects.exclude(reason=""),
        "page": page,
        "leaves": _leaves_of(page),
    }
    return render(request, "sessions/record/log/log.html", context, status=503 if fault else 200)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    """`?size=`: the twelve words of the log when it had so many leaves, to compare with those on paper."""
    newest, fault = _published()
    given = fold_digits((request.GET.get("size") or "")[:40].strip())
    size = read_size(given)
    is_known = newest is not None and size is not None and 1 <= size <= newest.size
    context: dict[str, Any] = {"newest": newest, "fault": fault, "given": given, "size": size, "is_known": is_known}
    if newest is not None and size is not None and is_known:
        context["words"] = words_of_root(root_hash(hashes_of(newest)[:size]))
    return render(request, "sessions/record/log/words.html", context, status=503 if fault else 200)


def _published() -> tuple[LogCheckpoint | None, str]:
    """The newest checkpoint, and what forbids to publish it."""
    try:
        newest = newest_published()
        if newest is not None:
            hashes_of(newest)
        return newest, ""
    except LogRefused as refusal:
        return None, str(refusal)


def _leaves_of(page: Page[LogLeaf]) -> list[dict[str, Any]]:
    """index, slug, and of a state of a record or of its draft the size, of a redaction the number of its entry."""
    rows = []
    for leaf in page.object_list:
        body = json.loads(leaf.data)
        redaction = body.get("redaction")
        rows.append(
            {
                "index": leaf.index,
                "slug": leaf.slug,
                "address": address_of_leaf(leaf.slug),
                "added_at": leaf.added_at,
                "size": body.get("size"),
                "is_draft": leaf.kind == LogLeaf.Kind.DRAFT,
                "entry": redaction["n"] if redaction else None,
            }
        )
    return rows


def address_of_leaf(slug: str) -> str:
    """The address of a leaf's page: a chat's record, or the list of the months of a ward or a borough."""
    month = _OF_MONTH.fullmatch(slug)
    if month is None:
        return reverse("record", args=[slug])
    if month["ward"] is not None:
        return reverse("month_logs", args=[int(month["ward"])])
    return reverse("borough_month_logs", args=[month["borough"]])


_OF_MONTH = re.compile(r"(?:ward-(?P<ward>[0-9]+)|borough-(?P<borough>.+))-[0-9]{4}-[0-9]{2}")
