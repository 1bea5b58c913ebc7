"""What every form says of a record as a whole."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class RedactedPlace:
    """A place whose words were destroyed.

    n: of the entry whose words were destroyed. ground, authority: as the clerks wrote them.
    """

    n: int
    ground: str
    authority: str
    at: datetime

    @property
    def line(self) -> str:
        """The line in English, for files."""
        return f"{self.ground}, {self.authority}, {self.at.date().isoformat()}"


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Facts of a record. root: of the record's tree, base64. made_at: the moment of this state of the record."""

    slug: str
    ward: int
    starts_at: datetime
    office: Mapping[str, str]
    size: int
    root: str
    is_draft: bool
    made_at: datetime
    redactions: Sequence[RedactedPlace]
    log: Mapping[str, Any] | None

    @classmethod
    def of(cls, document: Mapping[str, Any], *, slug: str) -> Self:
        head = document["entries"][0]["data"]
        made_at = document.get("sealed_at") or document["entries"][-1]["at"]
        return cls(
            slug=slug,
            ward=head["ward"],
            starts_at=datetime.fromisoformat(head["starts_at"]),
            office=head["offices"][0],
            size=document["tree"]["size"],
            root=document["tree"]["root"],
            is_draft="draft" in document or ("sealed_at" not in document and "log" not in document),
            made_at=datetime.fromisoformat(made_at),
            redactions=redactions_in_document(document),
            log=document.get("log"),
        )

    @property
    def state(self) -> str:
        return "draft" if self.is_draft else "sealed"

    @property
    def checkpoint(self) -> str:
        """The newest signed note of the log that its record is in; blank for a draft."""
        return str(self.log["checkpoint"]) if self.log is not None else ""


def redactions_in_document(document: Mapping[str, Any]) -> list[RedactedPlace]:
    """The redactions of a record, in the order in which they were made."""
    return [
        RedactedPlace(each["n"], each["ground"], each["authority"], datetime.fromisoformat(each["at"]))
        for each in document["redactions"]
    ]


def json_form(document: Mapping[str, Any]) -> bytes:
    """The authoritative form, as /records/SLUG.json gives it, without white space that says nothing.

    In one order of keys, whatever the database keeps: the same log gives the same bytes.
    """
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode(errors="backslashreplace")  # a lone surrogate, as JSON writes it
