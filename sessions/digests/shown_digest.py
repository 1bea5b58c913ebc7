"""A digest as readers see it: headings and lines, which the page, the mail and the sheet all show in their own way.

Everything comes from the document, with what may still be read of it; words are in the active language, which is the
document's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from sessions.city.display import clock_time, short_date, ward_name, weekday_date
from sessions.digests.document import LONG, Document
from sessions.digests.line import month_of_document, subject_of
from sessions.digests.still_public import ReadableDigest
from sessions.platform.text.digits import as_code, digits
from sessions.platform.text.direction.isolating import isolate
from sessions.platform.text.labels import REASON_WORDS
from sessions.platform.text.one_line import one_line
from sessions.platform.text.spoken.lists import join_facts


@dataclass(frozen=True, slots=True)
class DigestLine:
    """One line of a digest.

    words: those of somebody, or ours. before, after: what stands around them. path: where it leads; blank for none.

    is_quoted: the words may be in any language.
    """

    words: str
    before: str = ""
    after: str = ""
    path: str = ""
    is_quoted: bool = False

    def shortened(self, letters: int) -> "DigestLine":
        return replace(self, words=one_line(self.words, letters), after=one_line(self.after, letters))


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a digest. more: how many there are that are not listed. note: a sentence below them."""

    name: str
    heading: str
    lines: list[DigestLine] = field(default_factory=list)
    more: int = 0
    note: str = ""

    def at_most(self, most: int, letters: int = LONG) -> "Section":
        """Shorten a digest. With so many lines, the others are counted; and in a line so many letters of each text."""
        left_out = max(len(self.lines) - most, 0)
        lines = [line.shortened(letters) for line in self.lines[:most]]
        return replace(self, lines=lines, more=self.more + left_out)

    @property
    def more_words(self) -> str:
        return _("and {count} more").format(count=digits(self.more)) if self.more else ""


@dataclass(frozen=True, slots=True)
class ShownDigest:
    """A digest as a page shows it.

    path: of its page. next: one sentence about the next date; next_path: where it leads.
    """

    title: str
    ward: int
    month: date
    language: str
    made_on: date
    path: str
    next: str
    next_path: str
    sections: list[Section]
    is_empty: bool


def shown_digest(readable: ReadableDigest) -> ShownDigest:
    document = readable.document
    ward, month = document["ward"], month_of_document(document)
    sections = [section for section in _sections(readable) if section.lines or section.note]
    words, path = _next(readable)
    return ShownDigest(
        title=subject_of(document),
        ward=ward,
        month=month,
        language=document["language"],
        made_on=date.fromisoformat(document["made_on"]),
        path=reverse("digest", args=[ward, month]),
        next=words,
        next_path=path,
        sections=sections,
        is_empty=not any(section.lines for section in sections) and not any(document["counts"].values()),
    )


def _sections(readable: ReadableDigest) -> Iterable[Section]:
    document, counts = readable.document, readable.document["counts"]
    yield _listed("answers", _("Answered"), document, _answer_line(readable.records))
    yield _listed("overdue", _("Promises that are overdue"), document, _promise_line)
    yield _listed("due", _("Promises due this month"), document, _promise_line)
    yield _listed("kept", _("Promises kept, confirmed by those who asked"), document, _promise_line)
    claimed = _("The office says of {count} more that it is done; nobody has confirmed that yet.")
    done = _listed("confirmed", _("Done, and confirmed"), document, _matter_line)
    note = claimed.format(count=digits(counts["claimed"])) if counts["claimed"] else ""
    yield Section(done.name, done.heading, done.lines, done.more, note)
    if document["built"] is None:
        frozen = _("Before an election, what was built is not shown.")
        yield Section("built", _("Work done"), note=frozen)
    else:
        yield _listed("built", _("Work done"), document, _activity_line)
    refused = document["refused"]
    yield Section("refused", _("Questions not accepted, and why"), _reasons(refused["questions"]))
    heading = _("Complaints and suggestions not accepted, and why")
    yield Section("refused_matters", heading, _reasons(refused["matters"]))


def _listed(name: str, heading: str, document: Document, line: Callable[[Document], DigestLine]) -> Section:
    """The number of all stands in the heading, where there are any."""
    rows, count = document[name], document["counts"][name]
    words = f"{heading}: {isolate(digits(count))}" if count else heading
    return Section(name, words, [line(row) for row in rows], more=max(count - len(rows), 0))


def _answer_line(records: Mapping[str, str]) -> Callable[[Document], DigestLine]:
    def line(row: Document) -> DigestLine:
        record = records.get(row["question"])
        path = reverse("record_question", args=[record, row["receipt"]]) if record else ""
        said = row["said"] if row["said"] is not None else _removed()
        asked = row["asked"] if row["asked"] is not None else _removed()
        return DigestLine(asked, after=said, path=path, is_quoted=row["asked"] is not None)

    return line


def _promise_line(row: Document) -> DigestLine:
    by = _("by {day}").format(day=short_date(date.fromisoformat(row["due_on"])))
    return _line(row["what"], before=as_code(row["number"]), after=by, path=reverse("promise", args=[row["number"]]))


def _matter_line(row: Document) -> DigestLine:
    before = join_facts([as_code(row["number"]), row["category"]])
    return _line(row["text"], before=before, path=reverse("matter", args=[row["number"]]))


def _activity_line(row: Document) -> DigestLine:
    day = short_date(date.fromisoformat(row["on_day"]))
    return _line(row["title"], before=day, path=reverse("activity", args=[row["number"]]))


def _line(words: str | None, *, before: str, path: str, after: str = "") -> DigestLine:
    if words is None:
        return DigestLine(_removed(), before, after, path)
    return DigestLine(words, before, after, path, is_quoted=True)


def _removed() -> str:
    return _("These words were removed.")


def _reasons(counts: Mapping[str, int]) -> list[DigestLine]:
    """The most frequent first."""
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [
        DigestLine(str(REASON_WORDS.get(reason, _("Other reasons"))), after=digits(count)) for reason, count in ordered
    ]


def _next(readable: ReadableDigest) -> tuple[str, str]:
    chat, ward = readable.document["next"], readable.document["ward"]
    calendar = reverse("ward_calendar", args=[ward])
    if readable.has_moved:
        return _("The date of the next chat has changed: look into the calendar."), calendar
    if chat is None:
        return _("No date of a next chat is known yet."), calendar
    starts_at = datetime.fromisoformat(chat["starts_at"])
    words = _("Next chat of {ward}: {day}, {hour}. Ask before or during it.")
    said = words.format(ward=ward_name(ward), day=weekday_date(starts_at), hour=clock_time(starts_at))
    return said, reverse("ward", args=[ward])
