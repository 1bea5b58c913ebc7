"""The bag of a record keeps to BagIt 1.0 (RFC 8493), and holds all forms of it."""

import csv
import hashlib
import io
import json
import re
import zipfile
from typing import Any

import pytest
from lxml import etree

from sessions.record.forms.bag import bag_form
from sessions.record.forms.bag_contents import AddedFiles
from tests.factories.evening import Evening
from tests.factories.recorded import (
    HARMFUL,
    close,
    record_sealed_early,
    record_with_every_outcome,
    sealed,
    with_nothing,
    with_words,
)

pytestmark = pytest.mark.costly

SLUG = "ward-95-2027-01-02"
ADDRESS = f"https://chat.example.org/records/{SLUG}/"
FORMS = {"data/record.json", "data/record.html", "data/record.csv", "data/record.akn.xml", "data/README.txt"}


def bag(document: dict[str, Any], pdf: bytes | None = None, verifier: str | None = None) -> bytes:
    return bag_form(document, AddedFiles(pdf, verifier), slug=SLUG, address=ADDRESS)


def files_of(zipped: bytes) -> dict[str, bytes]:
    """Below the one folder of the archive (RFC 8493 section 4.2), which is found whole."""
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        assert archive.testzip() is None
        return {name.removeprefix(f"{SLUG}/"): archive.read(name) for name in archive.namelist()}


def read_manifest(manifest: bytes) -> dict[str, str]:
    return {path: digest for digest, path in (line.split("  ", 1) for line in manifest.decode().splitlines())}


def faults_of(files: dict[str, bytes]) -> list[str]:
    """What RFC 8493 sections 2 and 3 ask for, and the bag has not."""
    faults = []
    if files["bagit.txt"] != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        faults.append("declaration")
    payload, tags = read_manifest(files["manifest-sha256.txt"]), read_manifest(files["tagmanifest-sha256.txt"])
    if set(payload) != {path for path in files if path.startswith("data/")}:
        faults.append("payload")
    if set(tags) != {path for path in files if not path.startswith("data/")} - {"tagmanifest-sha256.txt"}:
        faults.append("tags")
    wrong = [path for path, digest in (payload | tags).items() if hashlib.sha256(files[path]).hexdigest() != digest]
    info = dict(line.split(": ", 1) for line in files["bag-info.txt"].decode().splitlines())
    if info["Payload-Oxum"] != f"{sum(len(files[path]) for path in payload)}.{len(payload)}":
        faults.append("oxum")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", info["Bagging-Date"]):
        faults.append("date")
    return faults + wrong


def test_a_draft_has_its_forms_and_says_everywhere_that_it_is_one(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    files = files_of(bag(document))
    assert faults_of(files) == []
    assert {path for path in files if path.startswith("data/")} == FORMS
    assert json.loads(files["data/record.json"]) == document
    for path in FORMS - {"data/record.json"}:
        assert b"draft" in files[path].lower(), path
    assert b"Record-State: draft" in files["bag-info.txt"]


def test_a_sealed_record_has_its_proofs_and_the_pdf(evening: Evening) -> None:
    document = sealed(record_with_every_outcome(evening).document)
    files = files_of(bag(document, b"%PDF-1.7"))
    assert faults_of(files) == []
    assert files["data/record.pdf"] == b"%PDF-1.7"
    assert files["data/proofs/checkpoint.txt"].decode() == document["log"]["checkpoint"]
    assert json.loads(files["data/proofs/inclusion.json"]) == {"index": 7, "inclusion": []}
    assert b"draft" not in files["data/README.txt"].lower()
    assert b"record.pdf" in files["data/README.txt"]


def test_the_verifier_is_in_it_where_there_is_one(evening: Evening) -> None:
    document = sealed(close(evening).document)
    assert "data/verify.py" not in files_of(bag(document))
    files = files_of(bag(document, verifier="print('verified')\n"))
    assert faults_of(files) == []
    assert files["data/verify.py"] == b"print('verified')\n"
    assert b"python3 data/verify.py data/record.json" in files["data/README.txt"]


def test_the_same_record_gives_the_same_bytes(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    assert bag(document) == bag(document)


def test_a_redaction_is_told_on_the_page(evening: Evening) -> None:
    evening.answer()
    page = files_of(bag(with_nothing(close(evening).document)))["data/record.html"].decode()
    assert page.count("was redacted: court_order, =High Court, 12/2027, 2027-02-01") == 2


def test_the_page_says_that_a_record_was_sealed_before_its_time_and_why(evening: Evening) -> None:
    page = files_of(bag(record_sealed_early(evening, "The election begins.").document))["data/record.html"].decode()
    assert "sealed this record before the time for corrections was over. Reason:" in page
    assert page.count("The election begins.") == 1


@pytest.mark.long
@pytest.mark.parametrize("text", HARMFUL, ids=range(len(HARMFUL)))
def test_no_words_break_a_file_of_it(evening: Evening, text: str) -> None:
    evening.answer()
    files = files_of(bag(with_words(close(evening).document, text)))
    assert faults_of(files) == []
    page = files["data/record.html"].decode()
    assert "<script" not in page
    assert "<img" not in page
    etree.fromstring(files["data/record.akn.xml"])
    assert len(list(csv.reader(io.StringIO(files["data/record.csv"].decode("utf-8-sig"), newline="")))) == 2
