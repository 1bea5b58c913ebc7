"""However much happened, a mail stays below 30 KB, and speaks only of what may be read."""

import html
from email.policy import SMTP
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from sessions.digests.document import LONG, SHORT
from sessions.digests.mail import MOST_BYTES, mail_of
from sessions.digests.paper import LETTERS, sections_on_paper
from sessions.digests.shown_digest import shown_digest
from sessions.digests.still_public import ReadableDigest
from sessions.platform.text.one_line import one_line
from tests.factories.digests import FIRST

NOTHING: dict[str, Any] = {
    "format": "councillor-digest/1",
    "ward": 95,
    "month": "2027-03",
    "language": "bn",
    "made_on": FIRST.isoformat(),
    "next": None,
    **{name: [] for name in ("answers", "due", "overdue", "kept", "confirmed", "built")},
    "counts": dict.fromkeys(("answers", "due", "overdue", "kept", "confirmed", "claimed", "built"), 0),
    "refused": {"questions": {}, "matters": {}},
}


def full() -> dict[str, Any]:
    """With as many lines as a document holds, each as long as it may be, in Bengali."""
    asked, said = one_line("ক্ষ্মৌ" * 400, SHORT), one_line("ক্ষ্মৌ" * 400, LONG)
    promise = {"promise": "p", "number": "95-P-2027-100", "due_on": "2027-03-31", "what": asked}
    answer = {"question": "q", "receipt": "AAAAAAAAAA", "answer": 1, "support": 900, "asked": asked, "said": said}
    matter = {"matter": "m", "number": "95-2027-1000", "category": asked, "text": asked}
    activity = {"activity": "a", "number": "95-A-2027-100", "on_day": "2027-03-31", "title": asked}
    return NOTHING | {
        "answers": [answer] * 3,
        **{name: [promise] * 10 for name in ("due", "overdue", "kept")},
        "confirmed": [matter] * 10,
        "built": [activity] * 10,
        "counts": dict.fromkeys(NOTHING["counts"], 2000),
        "refused": {"questions": {"off_topic": 9, "attack": 4}, "matters": {"campaign": 1}},
    }


def rendered(document: dict[str, Any]) -> tuple[str, str]:
    with override(document["language"]):
        shown = shown_digest(
            ReadableDigest(document, is_frozen=False, has_moved=False, records={"q": "ward-95-2027-03-06"})
        )
        mail = mail_of(shown, whole=lambda path: f"https://chat.example.org{path}")
        mail = mail.with_stop_link("https://chat.example.org/digests/stop/" + "x" * 70 + "/")
    return mail.text, mail.html


@pytest.mark.parametrize("language", ["en", "bn", "hi", "ur"])
def test_the_greatest_mail_is_below_thirty_kilobytes(language: str) -> None:
    text, markup = rendered(full() | {"language": language})
    mail = EmailMultiAlternatives(
        "x" * 200, text, "from@example.org", ["to@example.org"], headers={"List-Id": "x" * 99}
    )
    mail.attach_alternative(markup, "text/html")
    assert len(mail.message(policy=SMTP).as_bytes()) <= MOST_BYTES


def test_where_nothing_happened_it_says_so() -> None:
    text, markup = rendered(NOTHING | {"language": "en"})
    for said in (text, html.unescape(markup)):
        assert "Nothing was asked, promised or done in public in this month." in said
        assert "No date of a next chat is known yet." in said
    assert "not accepted" not in text


def test_words_of_others_are_no_markup() -> None:
    promise = {"promise": "p", "number": "95-P-2027-1", "due_on": "2027-03-31", "what": "<script>x</script>"}
    counts = NOTHING["counts"] | {"due": 1}
    _text, markup = rendered(NOTHING | {"language": "en", "due": [promise], "counts": counts})
    assert "<script>" not in markup


def test_in_a_freeze_one_sentence_stands_for_what_was_built() -> None:
    text, _markup = rendered(NOTHING | {"language": "en", "built": None})
    assert "Before an election, what was built is not shown." in text


@pytest.mark.parametrize(("language", "lines"), [("en", 2), ("ur", 1)])
def test_a_sheet_holds_as_many_lines_as_there_is_room_for(language: str, lines: int) -> None:
    with override(language):
        readable = ReadableDigest(full() | {"language": language}, is_frozen=False, has_moved=False, records={})
        sections = sections_on_paper(shown_digest(readable))
    assert max(len(section.lines) for section in sections) == lines
    assert all(len(line.words) <= 4 * LETTERS for section in sections for line in section.lines)
