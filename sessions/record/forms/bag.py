"""A zipped BagIt 1.0 bag (RFC 8493) of one record; the same contents give the same bytes. Pure."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC
from typing import Any

from sessions.record.forms.bag_contents import AddedFiles, payload_of
from sessions.record.forms.record_facts import RecordFacts

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def bag_form(document: Mapping[str, Any], added: AddedFiles, *, slug: str, address: str, licensed: str = "") -> bytes:
    """A zip file with one folder, named after the record.

    address: of the record's page. licensed: name and address of the licence, in one line; blank where none is set.
    """
    facts = RecordFacts.of(document, slug=slug)
    payload = payload_of(document, added, slug=slug, address=address)
    files = {f"data/{path}": content for path, content in sorted(payload.items())}
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _bag_info(facts, files, address=address, licensed=licensed),
        "manifest-sha256.txt": _manifest(files),
    }
    tags["tagmanifest-sha256.txt"] = _manifest(tags)
    return _zip(facts, tags | files)


def _bag_info(facts: RecordFacts, files: Mapping[str, bytes], *, address: str, licensed: str) -> bytes:
    """A value is one line: names of people and their words are not in it."""
    octets = sum(len(content) for content in files.values())
    values = {
        "Source-Organization": "Councillor Live Chat",
        "External-Description": f"Public record of the live chat of ward {facts.ward} ({facts.state})",
        "External-Identifier": facts.slug,
        "Internal-Sender-Identifier": address,
        "Bagging-Date": facts.made_at.astimezone(UTC).date().isoformat(),
        "Payload-Oxum": f"{octets}.{len(files)}",
        "Record-State": facts.state,
        "Record-Root": facts.root,
        **({"License": licensed} if licensed else {}),
    }
    return "".join(f"{name}: {' '.join(value.split())}\n" for name, value in values.items()).encode()


def _manifest(files: Mapping[str, bytes]) -> bytes:
    return "".join(f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items()).encode()


def _zip(facts: RecordFacts, files: Mapping[str, bytes]) -> bytes:
    """Zip the files. Each file has the moment of the record's state, and nothing of the machine that zips it."""
    moment = facts.made_at.astimezone(UTC)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as zipped:
        for path, content in files.items():
            entry = zipfile.ZipInfo(f"{facts.slug}/{path}", date_time=stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # Unix, wherever it is made
            entry.external_attr = 0o100644 << 16
            zipped.writestr(entry, content)
    return archive.getvalue()
