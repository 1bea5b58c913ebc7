"""Answers with a whole list as a file: a short one at once, a long one from a file that a child process has made.

What is asked for again in the same state of the data is answered by its ETag alone, or from the same file. While it is
made, those who ask wait for it in a stream, which takes neither a thread nor a turn, and that no cache keeps.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _

from sessions.platform.exports.kept_files import ListFile, delete_other_states, state_key
from sessions.platform.exports.license import license_in_words
from sessions.platform.exports.making_exports import MakingBusy, begin_making

SHORT = 200
"""Rows that are written at once: some 30 ms, less than a process takes to start."""

PIECE_BYTES = 256 * 1024
RETRY_AFTER_S = 20
VERSION = 1
"""Raised when the same rows would give another file."""

EXPORT_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@dataclass(frozen=True, slots=True)
class Export:
    """A list that can be exported.

    room: the folder of sessions/ whose list it is. file_name: the name under which a browser saves the table.
    """

    room: str
    file_name: str
    filters: Callable[[Mapping[str, str]], Any]
    state: Callable[[date], tuple[Any, ...]]
    forms: Mapping[str, Callable[[Any, date], Iterator[str]]]


def find_export(room: str) -> Export:
    """Find the export of a folder of sessions/: EXPORT in its public/export.py."""
    export: Export = resolve_name(f"sessions.{room}.public.export:EXPORT")
    return export


class DuringMaking(StreamingHttpResponse):
    """A response that begins before the file is made."""


class WholeFile(FileResponse):
    """A response that sends a file in large pieces, because each goes through a thread."""

    block_size = PIECE_BYTES


def answer_export(request: HttpRequest, export: Export, form: str) -> HttpResponseBase:
    """Answer with the list that the request's filters leave; with 503 while too many other files are being made."""
    today = timezone.localdate()
    wanted = export.filters(request.GET.dict())
    file = ListFile(export.room, form, wanted.query(), state_key((VERSION, license_in_words(), *export.state(today))))
    etag = f'W/"{file.state}-{form}"'
    response = get_conditional_response(request, etag=etag) or _answer(request, export, wanted, today, file)
    if response.status_code == 503:
        return response
    if isinstance(response, DuringMaking):
        response["Cache-Control"] = "no-store"  # it may end before its end, and must not be taken for the whole file
    else:
        response["ETag"] = etag
        response["Cache-Control"] = "public, no-cache"  # a redaction reaches every cache
    patch_vary_headers(response, ("Accept-Encoding",))
    if form == "csv":
        response["Content-Disposition"] = f'attachment; filename="{export.file_name}"'
    return response


def _answer(request: HttpRequest, export: Export, wanted: Any, today: date, file: ListFile) -> HttpResponseBase:
    content_type = EXPORT_TYPES[file.form]
    if not wanted.rows(today)[SHORT : SHORT + 1].exists():
        return HttpResponse("".join(export.forms[file.form](wanted, today)), content_type=content_type)
    is_packed = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    path = file.packed_path if is_packed else file.path
    delete_other_states(file.list_name, file.state)
    response: HttpResponseBase
    try:
        response = WholeFile(path.open("rb"), content_type=content_type)
    except FileNotFoundError:
        try:
            response = DuringMaking(_once_made(begin_making(file), path), content_type=content_type)
        except MakingBusy:
            words = _("Other files are being made. Please try again in a moment.")
            headers = {"Retry-After": str(RETRY_AFTER_S), "Cache-Control": "no-store"}
            return HttpResponse(words, status=503, content_type="text/plain; charset=utf-8", headers=headers)
    if is_packed:
        response["Content-Encoding"] = "gzip"
    else:
        response["Content-Encoding"] = "identity"  # nothing packs it again while it is sent
    return response


async def _once_made(making: "Future[None]", path: Path) -> AsyncIterator[bytes]:
    """Wait for the file, then send it. On failure send words instead, as the status is sent; raise the error."""
    try:
        await asyncio.wrap_future(making)
    except Exception:
        yield _("This file could not be made. Please ask for it again.").encode()
        raise
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece
    finally:
        file.close()
