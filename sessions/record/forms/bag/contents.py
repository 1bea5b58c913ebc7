"""What lies in the bag of a record: its forms, its proofs, a README in plain words and the verifier; pure."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sessions.record.forms.akoma_ntoso.debate import akoma_ntoso_form
from sessions.record.forms.bag.readme import readme_of
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
