"""What lies in the bag of a record: its forms, its proofs, a README in plain words and the verifier; pure."""

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any, NamedTuple

from django.utils import timezone

from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from sessions.record.forms.csv_form import csv_form
from sessions.record.forms.html_file import html_file
from sessions.record.forms.record_facts import RecordFacts, json_form


class StampFiles(NamedTuple):
    """A time stamp (a DER TimeStampResp), and the certificates (PEM) by which it is checked."""

    response: bytes
    roots: str


class AddedFiles(NamedTuple):
    """What is not made from the document alone; None where there is none. time_stamp: of the document's checkpoint."""

    pdf: bytes | None = None
    verifier: str | None = None
    time_stamp: StampFiles | None = None


def payload_of(document: Mapping[str, Any], added: AddedFiles, *, slug: str, address: str) -> dict[str, bytes]:
    """The payload by path below data/. address: of the record's page."""
    pdf, verifier, time_stamp = added
    facts = RecordFacts.of(document, slug=slug)
    files = {
        "record.json": json_form(document),
        "record.html": html_file(document, slug=slug, address=address),
        "record.csv": csv_form(document, slug=slug),
        "record.akn.xml": akoma_ntoso_form(document, slug=slug),
    }
    if pdf is not None:
        files["record.pdf"] = pdf
    if facts.log is not None:
        files |= _proofs(facts.log)
    if facts.log is not None and time_stamp is not None:
        files |= {
            "proofs/checkpoint.tsr": time_stamp.response,
            "proofs/time-stamp-roots.pem": time_stamp.roots.encode(),
        }
    if verifier is not None:
        files["verify.py"] = verifier.encode()
    return files | {"README.txt": readme_of(facts, set(files), address=address).encode()}


def _proofs(log: Mapping[str, Any]) -> dict[str, bytes]:
    inclusion = {name: value for name, value in log.items() if name != "checkpoint"}
    return {
        "proofs/checkpoint.txt": log["checkpoint"].encode(),
        "proofs/inclusion.json": json.dumps(inclusion, indent=1).encode() + b"\n",
    }


# The README of a bag, in plain words; pure.

FILES = {
    "record.json": "the record itself. It is the authority; all other files are made from it.",
    "record.html": "the record to read in a browser. It needs no network.",
    "record.pdf": "the record to print. It claims to be PDF/A-3a; that claim is not validated.",
    "record.csv": "one row for each question, for a spreadsheet. A leading ' keeps a cell from being computed.",
    "record.akn.xml": "the same as an Akoma Ntoso debate (OASIS LegalDocML), for archives and other programs.",
    "proofs/checkpoint.txt": "the newest signed state of the public log of all records.",
    "proofs/inclusion.json": "the proof that this record is in that log.",
    "proofs/checkpoint.tsr": "a time stamp (RFC 3161) of that state, by an authority outside.",
    "proofs/time-stamp-roots.pem": "the certificate of that authority. Compare it with the one that it publishes.",
    "verify.py": "checks all of it without any server.",
}

DRAFT = """\
THIS IS A DRAFT. The record is not sealed yet, typing faults can still be corrected, and there is no proof of it yet.
এটি একটি খসড়া। নথিটি এখনও চূড়ান্ত হয়নি; টাইপের ভুল এখনও সংশোধন করা যায়।

"""

BENGALI = """\
এই ফোল্ডারে একটি লাইভ চ্যাটের সম্পূর্ণ নথি আছে। record.html ফাইলটি ব্রাউজারে খুলে পড়ুন।
মূল নথি হল record.json; বাকি সব ফাইল তা থেকে তৈরি।
"""


def readme_of(facts: RecordFacts, names: AbstractSet[str], *, address: str) -> str:
    """Write the readme of a bag. names: of the other files of the payload."""
    day = timezone.localdate(facts.starts_at).isoformat()
    lines = [f"  {name:28}{words}" for name, words in FILES.items() if name in names]
    parts = [
        f"Live chat of ward {facts.ward}, {day}\n{address}\n\n",
        DRAFT if facts.is_draft else "",
        "The public record of one evening: what residents asked, what became of each question, and the answers.\n\n",
        "\n".join(lines) + "\n\n",
        f"The root of its tree of {facts.size} entries:  {facts.root}\n\n",
        _how_to_check(names),
        "Words that were removed by law stand as null in record.json, with the reason; the root stays the same.\n",
        "Characters that a file cannot hold are shown there as a sign; record.json has them as they were written.\n\n",
        BENGALI,
    ]
    return "".join(parts)


def _how_to_check(names: AbstractSet[str]) -> str:
    check = "To check that no file of this folder was damaged:\n\n  sha256sum --check manifest-sha256.txt\n\n"
    if "verify.py" in names:
        check += "To check that the record was not changed (Python 3 is enough):\n\n"
        check += "  python3 data/verify.py data/record.json\n\n"
        check += "The proof is of record.json alone. To compare record.csv and the proofs with it, too, and to be\n"
        check += "told which files nothing proves, such as the page to read and this text:\n\n"
        check += "  python3 data/verify.py .\n\n"
    if "proofs/checkpoint.tsr" in names:
        check += "To check that an authority outside had seen the log so when its time stamp says (with OpenSSL):\n\n"
        check += "  openssl ts -verify -data data/proofs/checkpoint.txt -in data/proofs/checkpoint.tsr \\\n"
        check += "    -CAfile data/proofs/time-stamp-roots.pem\n\n"
    return check
