"""Read a folder of downloaded files: sealed months, records, figures and keys. Each sealed document is verified.

Nothing is asked of a database: what stands in the files is all there is.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sessions.log.event_form import tag_of
from sessions.log.events.room import AnswerCorrected, AnswerGiven, PromiseNoted
from sessions.promises.public.counting import PROMISE_FIGURES_FORMAT as FIGURES
from sessions.promises.public.log_folding import PROMISE_EVENT_PREFIX, LoggedStep
from sessions.record.proof.verifier.verify import Failed, Verified, parse_json, read_record, verify_document

MONTH, RECORD, KEYS = "councillor-month-log/1", "councillor-chat-record/1", "councillor-chat-log-keys/1"
ANSWERS = frozenset({tag_of(AnswerGiven), tag_of(AnswerCorrected)})


class BadFolder(Exception):
    """What is wrong with the folder or its files, each in one line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))


class Quotation(NamedTuple):
    """Words of an answer that a promise quotes. question: the id in the log."""

    number: str
    question: str
    said: str


class Noted(NamedTuple):
    """A step of a promise, as the record of a chat tells it."""

    number: str
    step: str
    state: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MonthDocument:
    """A sealed month of a ward: the events about promises, in their order."""

    name: str
    ward: int
    month: date
    root: str
    is_signed: bool
    events: Sequence[LoggedStep]

    @property
    def slug(self) -> str:
        return f"ward-{self.ward}-{self.month:%Y-%m}"


@dataclass(slots=True)
class Folder:
    """A folder of downloaded files.

    months: by slug. figures: by the name of the file. answers: the words of each question's answers, of all questions
    in the records; None for redacted ones. quotations: of months and records. noted: by the name of the record's file.
    skipped: names of files that are none of these.
    """

    months: dict[str, MonthDocument] = field(default_factory=dict)
    figures: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    answers: defaultdict[str, list[str | None]] = field(default_factory=lambda: defaultdict(list))
    quotations: list[Quotation] = field(default_factory=list)
    noted: list[tuple[str, Noted]] = field(default_factory=list)
    records: int = 0
    skipped: list[str] = field(default_factory=list)


class OpenedFile(NamedTuple):
    """A file that could be read: its name, its bytes, and what they say."""

    name: str
    raw: bytes
    document: Any

    @property
    def format(self) -> object:
        return self.document.get("format") if isinstance(self.document, dict) else None


def read_folder(path: Path, keys: Sequence[str] = ()) -> Folder:
    """Read a folder of downloaded files.

    keys: vkeys of the log, beside those in a downloaded keys.json. Raises BadFolder with all that is wrong.
    """
    if not path.is_dir():
        raise BadFolder([f"{path} is no folder."])
    folder, problems = Folder(), list[str]()
    opened = list(_open(path, problems))
    known = [*keys, *(key for file in opened if file.format == KEYS for key in _keys_in(file, problems))]
    for file in opened:
        _sort(folder, file, known or None, problems)
    if not problems and not folder.months:
        problems.append(f"{path} holds no month of a ward: download them from /wards/NUMBER/log/.")
    if problems:
        raise BadFolder(problems)
    return folder


def _open(path: Path, problems: list[str]) -> Iterator[OpenedFile]:
    """Open the files in the order of their names; of a .zip, the record in it."""
    for file in sorted(each for each in path.rglob("*") if each.suffix in (".json", ".zip") and each.is_file()):
        name = file.relative_to(path).as_posix()
        try:
            raw = read_record(file)
            yield OpenedFile(name, raw, parse_json(raw))
        except (Failed, OSError) as fault:
            problems.append(f"{name} is damaged: {fault}")


def _sort(folder: Folder, file: OpenedFile, keys: Sequence[str] | None, problems: list[str]) -> None:
    if file.format in (MONTH, RECORD):
        try:
            _enter(folder, file.name, file.document, verify_document(file.raw, keys))
        except (Failed, ValueError, KeyError, TypeError, IndexError) as fault:
            problems.append(f"{file.name} does not verify: {fault}")
    elif file.format == FIGURES:
        folder.figures[file.name] = file.document
    elif file.format != KEYS:
        folder.skipped.append(file.name)


def _keys_in(file: OpenedFile, problems: list[str]) -> list[str]:
    try:
        return [str(each["vkey"]) for each in file.document["keys"]]
    except (KeyError, TypeError):
        problems.append(f"{file.name} is damaged: it names no keys.")
        return []


def _enter(folder: Folder, name: str, document: Mapping[str, Any], verified: Verified) -> None:
    """Raises Failed for what is not sealed, or is another document of a month that is here; other errors for values of
    another form."""
    if verified.checkpoint is None:
        raise Failed("it is a draft and not sealed")
    if document["format"] == RECORD:
        folder.records += 1
        _enter_record(folder, name, document["entries"])
        return
    month = _month(name, document, verified)
    if month is None:
        return
    other = folder.months.setdefault(month.slug, month)
    if other.root != month.root:
        raise Failed(f"{other.name} is another document of the same month")
    folder.quotations += _quotations(
        each for each in document["entries"] if each["type"].startswith(PROMISE_EVENT_PREFIX)
    )


def _month(name: str, document: Mapping[str, Any], verified: Verified) -> MonthDocument | None:
    """None for a borough's month, in which no promise stands."""
    head, *entries = document["entries"]
    if "ward" not in head["data"]:
        return None
    checkpoint = verified.checkpoint
    return MonthDocument(
        name=name,
        ward=int(head["data"]["ward"]),
        month=date.fromisoformat(f"{head['data']['month']}-01"),
        root=verified.root,
        is_signed=checkpoint is not None and checkpoint.is_signed,
        events=[
            LoggedStep(entry["type"], datetime.fromisoformat(entry["at"]), entry["data"])
            for entry in entries
            if entry["type"].startswith(PROMISE_EVENT_PREFIX)
        ],
    )


def _enter_record(folder: Folder, name: str, entries: Sequence[Mapping[str, Any]]) -> None:
    for entry in entries:
        data, texts = entry["data"], entry["texts"]
        if "question" in data:
            answers = folder.answers[data["question"]]
            if entry["type"] in ANSWERS and "text" in texts:
                answers.append(texts["text"]["value"] if texts["text"] is not None else None)
        if entry["type"] == tag_of(PromiseNoted):
            at = datetime.fromisoformat(entry["at"])
            folder.noted.append((name, Noted(data["number"], data["step"], data["state"], at)))
            folder.quotations += _quotations([entry])


def _quotations(entries: Iterable[Mapping[str, Any]]) -> Iterator[Quotation]:
    for entry in entries:
        data, said = entry["data"], entry["texts"].get("said")
        if data.get("question") and said:
            yield Quotation(data["number"], data["question"], said["value"])
