"""What a clerk reads of each text that can be redacted."""

from sessions.record.committed_texts import TEXT_FIELDS
from sessions.record.compile import WITHHELD, WITHHELD_WHERE_COMMITTED
from sessions.record.pages.redaction_words import REDACTABLE_WORDS, label_of_entry
from sessions.record.redaction.redactable_words import RedactableEntry


def test_every_text_of_a_record_has_a_word_for_the_clerk() -> None:
    texts = TEXT_FIELDS | WITHHELD | WITHHELD_WHERE_COMMITTED
    assert {kind: tuple(words) for kind, words in REDACTABLE_WORDS.items()} == texts


def test_an_excerpt_says_that_it_is_one() -> None:
    assert label_of("lamp " * 40).endswith("lamp…”")
    assert label_of("Six lamps.").endswith("“Six lamps.”")


def label_of(words: str) -> str:
    at = "2026-11-29T18:00:00+05:30"
    entry = RedactableEntry(
        n=13, seq=13, type="answer.given", at=at, question="", texts=("text",), words={"text": words}
    )
    return label_of_entry(entry, "text")
