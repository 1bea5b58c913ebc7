"""From a bag, the record is proven.

What else can be compared with it is, and of the rest the verifier says that nobody can tell. A person who changes a
file changes the manifest with it.
"""

import csv
import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sessions.models import Record
from sessions.record.forms.bag import bag_form
from sessions.record.forms.bag_contents import AddedFiles
from sessions.record.forms.csv_form import HEADER, csv_form
from sessions.record.proof.log_part import with_log_part
from sessions.record.proof.verifier import verify
from sessions.record.proof.verifier.served_copy import known_keys, verifier_source
from tests.factories.evening import Evening
from tests.factories.recorded import (
    HARMFUL,
    record_with_corrections,
    record_with_every_outcome,
    with_nothing,
    with_words,
)
from tests.factories.recorded import close as close_evening
from tests.factories.sealed_record import close, redact, seal

pytestmark = [pytest.mark.django_db, pytest.mark.costly]


def table_of(document: dict[str, Any]) -> bytes:
    return csv_form(document, slug=document.get("slug", "ward-95-x"))


def failure_of(table: bytes, document: dict[str, Any]) -> str:
    """ "" where it agrees with the record."""
    try:
        verify.check_table(table, document)
    except verify.Failed as failure:
        return str(failure)
    return ""


def with_each(record: dict[str, Any], texts: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each text, and the record as if it had been said in it."""
    return ((text, with_words(record, text)) for text in texts)


def rows_of(table: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"), newline="")))


def written(rows: list[dict[str, str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


@pytest.mark.parametrize("record", [record_with_every_outcome, record_with_corrections, close_evening])
def test_the_table_that_is_made_of_a_record_agrees_with_it(evening: Evening, record: Any) -> None:
    document = record(evening).document
    for each in (document, with_nothing(document)):
        assert failure_of(table_of(each), each) == ""


def test_so_does_one_with_words_that_break_formats(evening: Evening) -> None:
    evening.answer()
    record = close_evening(evening).document
    found = {text: failure_of(table_of(document), document) for text, document in with_each(record, HARMFUL)}
    assert found == dict.fromkeys(HARMFUL, "")


def test_a_cell_that_was_changed_is_found_with_the_number_of_its_entry(evening: Evening) -> None:
    record = seal(close(evening))
    document = dict(with_log_part(record.document))
    table = table_of(document)
    found, expected = dict[str, str](), dict[str, str]()
    for column in verify.COMPARED:
        rows = rows_of(table)
        row = next(row for row in rows if row["answers"])
        differs = f"entry {row['entry']}: record.csv differs from the record in the column {column}"
        row[column] += "x"
        is_another = f"record.csv has a row that the record has not, of the receipt '{row['receipt']}'"
        found[column] = failure_of(written(rows), document)
        expected[column] = is_another if column == "receipt" else differs
    assert found == expected


def test_a_row_that_was_taken_out_put_in_twice_or_emptied_is_found(evening: Evening) -> None:
    document = record_with_every_outcome(evening).document
    rows = rows_of(table_of(document))
    for place, row in enumerate(rows):
        without = [*rows[:place], *rows[place + 1 :]]
        assert failure_of(written(without), document) == f"entry {row['entry']}: record.csv has no row for it"
        assert "has a row that the record has not" in failure_of(written([*rows, row]), document)
        if row["state"] in ("answered", "on_notice", "not_reached"):
            assert "in the column text" in failure_of(written([*without, {**row, "text": ""}]), document)


def sealed_bag(record: Record, **changed: bytes) -> bytes:
    """A sealed bag as it is downloaded; then with other contents by name, and a manifest that says so."""
    document = dict(with_log_part(record.document))
    raw = bag_form(document, AddedFiles(b"%PDF", verifier_source()), slug=record.slug, address="https://x.example/")
    if not changed:
        return raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    files |= {f"data/{name.replace('_', '.')}": content for name, content in changed.items()}
    del files["tagmanifest-sha256.txt"]
    held = {name: content for name, content in files.items() if name.startswith("data/")}
    lines = [f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in held.items()]
    files["manifest-sha256.txt"] = "".join(lines).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def verified(raw: bytes) -> verify.Verified:
    contents = verify.read_zip(raw)
    return verify.with_other_files(verify.verify_document(contents.record, known_keys()), contents)


def test_a_whole_bag_verifies_and_its_renderings_are_named_as_not_proven(evening: Evening) -> None:
    found = verified(sealed_bag(redact(seal(close(evening)))))
    assert found.exit_code() == 0
    assert found.compared == ("data/record.csv", "data/proofs/checkpoint.txt", "data/proofs/inclusion.json")
    assert found.notes()[-1] == (
        "Not proven, only made from the record: README.txt, record.akn.xml, record.html, record.pdf, verify.py. "
        "Nobody can tell here whether they were changed."
    )


def test_a_file_that_was_changed_with_the_manifest_fails(evening: Evening) -> None:
    record = seal(close(evening))
    for name in ("record_csv", "proofs/checkpoint_txt", "proofs/inclusion_json"):
        changed = sealed_bag(record, **{name: b'{"index": 0}'})
        with pytest.raises(verify.Failed, match=name.replace("_", ".")):
            verified(changed)


def test_as_a_program_it_says_so_beside_its_line(evening: Evening, tmp_path: Path) -> None:
    bag, verifier = tmp_path / "record.zip", tmp_path / "verify.py"
    bag.write_bytes(sealed_bag(seal(close(evening)), record_html=b"<p>Other words</p>"))
    verifier.write_text(verifier_source(), encoding="utf-8")
    run = subprocess.run([sys.executable, verifier, bag], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout.count("\n"), run.stdout.startswith("verified: ")) == (0, 1, True)
    assert "Not proven, only made from the record: README.txt, record.akn.xml, record.html" in run.stderr
