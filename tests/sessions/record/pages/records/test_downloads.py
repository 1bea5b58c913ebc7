"""The files of a record: for everybody, under stable addresses, whole, or a page that says why not."""

import io
import shutil
import sys
import zipfile
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client

from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.log.audit import CLOCK
from sessions.models import Record
from sessions.platform.exports.rendered_files import discard_rendered
from sessions.record.forms.kept_forms import forget_forms_of
from sessions.record.forms.pdf import rendering
from sessions.record.forms.pdf.render_process import NOT_INSTALLED
from tests.factories.evening import Evening
from tests.factories.recorded import close, record_with_every_outcome

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ENGLISH = {"accept-language": "en"}
TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "akn.xml": "application/akn+xml",
    "pdf": "application/pdf",
    "zip": "application/zip",
}


@pytest.fixture(autouse=True)
def _forget_rendered() -> Any:
    yield
    for record in Record.objects.all():
        discard_rendered(record.slug)


@pytest.fixture(autouse=True)
def nothing_is_rendered_yet() -> None:
    """Tests share a data folder, and a record of the same ward and day has the same name in each."""
    shutil.rmtree(Path(settings.DATA_DIR, "rendered"), ignore_errors=True)


def replace_renderer(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(rendering, "COMMAND", [sys.executable, "-c", code])


@pytest.mark.long
@pytest.mark.parametrize("form", TYPES)
def test_everybody_may_read_every_form(client: Client, evening: Evening, form: str) -> None:
    record = record_with_every_outcome(evening)
    response = client.get(f"/records/{record.slug}.{form}")
    assert (response.status_code, response["Content-Type"]) == (200, TYPES[form])
    assert response["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"/records/{record.slug}.{form}").content == response.content
    if form != "json":
        assert response["Content-Disposition"] == f'attachment; filename="{record.slug}-draft.{form}"'
    assert client.get(f"/records/ward-1-2020-01-01.{form}").status_code == 404
    assert client.post(f"/records/{record.slug}.{form}").status_code == 405


@pytest.mark.long
@pytest.mark.parametrize("form", [form for form in TYPES if form != "json"])
def test_the_file_of_a_sealed_record_is_no_draft(client: Client, evening: Evening, form: str) -> None:
    record = close(evening)
    seal_chat_session(record.chat_session, by=CLOCK)
    name = f'attachment; filename="{record.slug}.{form}"'
    assert client.get(f"/records/{record.slug}.{form}")["Content-Disposition"] == name


def test_the_pdf_is_in_english_or_bengali(client: Client, evening: Evening) -> None:
    record = close(evening)
    for query, language in (("", "en"), ("?lang=bn", "bn"), ("?lang=xx", "en")):
        content = client.get(f"/records/{record.slug}.pdf{query}").content
        assert str(pikepdf.open(io.BytesIO(content)).Root.Lang) == language


def test_a_pdf_is_made_once(client: Client, evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    record = close(evening)
    first = client.get(f"/records/{record.slug}.pdf").content
    replace_renderer(monkeypatch, "raise SystemExit(1)")
    assert client.get(f"/records/{record.slug}.pdf").content == first


def test_without_the_extra_a_page_says_what_to_install(
    client: Client, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = close(evening)
    replace_renderer(monkeypatch, f"raise SystemExit({NOT_INSTALLED})")
    response = client.get(f"/records/{record.slug}.pdf", headers=ENGLISH)
    assert response.status_code == 501
    assert "python3 bin/environment.py pdf" in response.content.decode()
    with zipfile.ZipFile(io.BytesIO(client.get(f"/records/{record.slug}.zip").content)) as bag:
        assert f"{record.slug}/data/record.pdf" not in bag.namelist()


def test_a_renderer_that_is_killed_leaves_nothing_and_the_next_one_succeeds(
    client: Client, evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = close(evening)
    with monkeypatch.context() as patch:
        replace_renderer(patch, "import os, sys; print('%PDF half', flush=True); os.kill(os.getpid(), 9)")
        response = client.get(f"/records/{record.slug}.pdf", headers=ENGLISH)
        assert (response.status_code, response["Retry-After"]) == (503, "30")
        assert "The PDF could not be made." in response.content.decode()
        assert not list(Path(settings.DATA_DIR, "rendered").glob(f"{record.slug}/*"))
    assert client.get(f"/records/{record.slug}.pdf").content.startswith(b"%PDF-")


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_while_other_pdfs_are_made_it_can_be_asked_for_again(
    client: Client, evening: Evening, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    record = close(evening)
    monkeypatch.setattr(rendering, "WAIT_S", 0.01)
    with rendering.turns:
        response = client.get(f"/records/{record.slug}.{form}", headers=ENGLISH)
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    assert client.get(f"/records/{record.slug}.{form}").status_code == 200


def test_a_changed_record_is_rendered_again(client: Client, evening: Evening) -> None:
    record = close(evening)
    draft = client.get(f"/records/{record.slug}.pdf").content
    seal_chat_session(record.chat_session, by=CLOCK)
    assert client.get(f"/records/{record.slug}.pdf").content != draft
    assert len(list(Path(settings.DATA_DIR, "rendered").glob(f"{record.slug}/*.pdf"))) == 1


def test_what_is_kept_of_a_record_is_forgotten_with_its_words(client: Client, evening: Evening) -> None:
    record = close(evening)
    for form in ("pdf", "zip"):
        client.get(f"/records/{record.slug}.{form}")
    assert len(list(Path(settings.DATA_DIR, "rendered").glob(f"{record.slug}/*"))) == 2
    for _time in range(2):
        forget_forms_of(evening.chat_session.pk)
        assert not Path(settings.DATA_DIR, "rendered", record.slug).exists()
