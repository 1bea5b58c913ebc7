"""Renders a record as PDF in another process: few at a time, each with a time limit, so that no page waits for it."""

import json
import subprocess
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from django.utils import translation

from sessions.platform.database.release import release_connection
from sessions.platform.processes.low_priority import command_at_low_priority
from sessions.platform.processes.running import run_child_process
from sessions.record.forms.pdf.layout import layout_of
from sessions.record.forms.pdf.render_process import CANNOT_BE_SET, NOT_INSTALLED
from sessions.record.forms.record_facts import RecordFacts, json_form

SECONDS = 60
"""Seconds for one PDF: an evening of 300 questions takes five on a busy machine."""

WAIT_S = 20.0
AT_ONCE = 1
COMMAND = command_at_low_priority(5, "sessions.record.forms.pdf.render_process")
turns = BoundedSemaphore(AT_ONCE)


class NoPdf(Exception):
    """A PDF was not made; a subclass says why."""


class PdfNotInstalled(NoPdf):
    """The extra that sets PDFs is missing."""


class PdfBusy(NoPdf):
    """Others are being made; it can be asked for again."""


class PdfFailed(NoPdf):
    """The typesetter refused the record, was killed, or took too long."""


def render_pdf(
    document: Mapping[str, Any], *, slug: str, language: str, address: str, checkpoint: str | None = None
) -> bytes:
    """Render a PDF. checkpoint: the newest signed note, if there is one. The same arguments give the same bytes.

    Raises a subclass of NoPdf.
    """
    with translation.override(language):
        layout = layout_of(document, slug=slug, language=language, address=address, checkpoint=checkpoint)
    made_at = RecordFacts.of(document, slug=slug).made_at
    job = {
        "layout": layout,
        "document": json_form(document).decode(),
        "timestamp": int(made_at.timestamp()),
        "seconds": SECONDS,
    }
    release_connection()
    if not turns.acquire(timeout=WAIT_S):
        raise PdfBusy
    try:
        return _run(json.dumps(job).encode())
    finally:
        turns.release()


def _run(job: bytes) -> bytes:
    """The child ends itself after SECONDS, too: it does not outlive a server that is killed."""
    try:
        done = run_child_process(COMMAND, job, seconds=SECONDS)
    except subprocess.TimeoutExpired:
        raise PdfFailed(f"it took more than {SECONDS} s") from None
    if done.returncode == NOT_INSTALLED:
        raise PdfNotInstalled
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip() if done.returncode == CANNOT_BE_SET else ""
        raise PdfFailed(reason or f"its process ended with {done.returncode}")
    return done.stdout
