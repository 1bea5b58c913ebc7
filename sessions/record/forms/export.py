"""A folder with all records in all forms: resumable, nothing in it half-written, unchanged records left alone."""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse

from sessions.models import Record
from sessions.platform.exports.license import license_in_words
from sessions.platform.exports.rendered_files import form_code_version
from sessions.platform.exports.whole_files import clear_unfinished, write_whole
from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from sessions.record.forms.bag import bag_form
from sessions.record.forms.bag_contents import AddedFiles
from sessions.record.forms.csv_form import csv_form
from sessions.record.forms.html_file import html_file
from sessions.record.forms.kept_forms import checkpoint_for_paper, time_stamp_for_bag
from sessions.record.forms.pdf.rendering import NoPdf, render_pdf
from sessions.record.forms.record_facts import RecordFacts, json_form
from sessions.record.forms.served_document import served_document
from sessions.record.proof.verifier.served_copy import verifier_source

INDEX = "index.json"
STATE = ".state"
"""A file in the folder of a record, written last: the hash of what the record's files were made from."""


class RecordExport:
    def __init__(self, folder: Path) -> None:
        """Makes the folder. Raises OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def take(self, record: Record) -> tuple[bool, NoPdf | None]:
        """Whether the files of the record were written, and why it has no PDF. Raises OSError."""
        document, folder = served_document(record), self._folder / record.slug
        address = address_of_record(record.slug)
        source = json_form(document)
        verifier, time_stamp, licensed = verifier_source(), time_stamp_for_bag(document), license_in_words()
        stamped = time_stamp.response if time_stamp is not None else b""
        made_from = form_code_version() + f"{address}\0{verifier}\0{licensed}\0".encode() + stamped + source
        state = hashlib.sha256(made_from).hexdigest().encode() + b"\n"
        if (folder / STATE).exists() and (folder / STATE).read_bytes() == state:
            return False, None
        pdf, reason = _pdf_of(record.slug, document, address)
        files = {
            "json": source,
            "html": html_file(document, slug=record.slug, address=address),
            "csv": csv_form(document, slug=record.slug),
            "akn.xml": akoma_ntoso_form(document, slug=record.slug),
            "zip": bag_form(
                document,
                AddedFiles(pdf, verifier, time_stamp),
                slug=record.slug,
                address=address,
                licensed=licensed,
            ),
        }
        folder.mkdir(exist_ok=True)
        clear_unfinished(folder)
        (folder / STATE).unlink(missing_ok=True)
        if pdf is None:  # an older one may have words that were redacted since
            (folder / f"{record.slug}.pdf").unlink(missing_ok=True)
        else:
            files["pdf"] = pdf
        for form, content in files.items():
            write_whole(folder / f"{record.slug}.{form}", content)
        if reason is None:  # without one, the next export tries to make the PDF again
            write_whole(folder / STATE, state)
        return True, reason

    def finish(self, slugs: list[str]) -> None:
        """Write the index, and remove what is there of records that no longer exist. Raises OSError."""
        clear_unfinished(self._folder)
        for folder in self._folder.iterdir():
            if (folder / STATE).exists() and folder.name not in slugs:
                shutil.rmtree(folder)
        rows = [_index_row(self._folder / slug, slug) for slug in slugs]
        write_whole(self._folder / INDEX, json.dumps(rows, ensure_ascii=False, indent=1).encode() + b"\n")


def address_of_record(slug: str) -> str:
    """The address of a record under the first of ORIGINS; without ORIGINS, the path alone."""
    return f"{settings.PUBLIC_ORIGINS[0] if settings.PUBLIC_ORIGINS else ''}{reverse('record', args=[slug])}"


def _pdf_of(slug: str, document: dict[str, Any], address: str) -> tuple[bytes | None, NoPdf | None]:
    try:
        return render_pdf(
            document, slug=slug, language="en", address=address, checkpoint=checkpoint_for_paper(document)
        ), None
    except NoPdf as reason:
        return None, reason


def _index_row(folder: Path, slug: str) -> dict[str, Any]:
    document = json.loads((folder / f"{slug}.json").read_bytes())
    facts = RecordFacts.of(document, slug=slug)
    return {
        "record": slug,
        "state": facts.state,
        "ward": facts.ward,
        "starts_at": facts.starts_at.isoformat(),
        "entries": facts.size,
        "root": facts.root,
        "files": {
            path.name: {"bytes": path.stat().st_size, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
            for path in sorted(folder.glob(f"{slug}.*"))
        },
    }
