"""A record as one HTML file that needs no network: its style is inside, and it has no script."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import mark_safe

from sessions.record.forms.record_facts import RecordFacts
from sessions.record.transcript_reader import read_transcript

STYLE = Path(__file__).with_name("html_file.css").read_text(encoding="utf-8")


def html_file(document: Mapping[str, Any], *, slug: str, address: str) -> bytes:
    """Write the record as HTML, in English around people's own words. address: of the record's page."""
    with translation.override("en"):
        context = {
            "facts": RecordFacts.of(document, slug=slug),
            "transcript": read_transcript(document),
            "address": address,
            "style": mark_safe(STYLE),  # noqa: S308 - our own file
        }
        return render_to_string("sessions/record/downloads/file.html", context).encode(errors="replace")
