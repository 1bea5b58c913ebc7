"""What a clerk reads of each text that can be redacted."""

from sessions.record.committed_texts import TEXT_FIELDS
from sessions.record.compile import WITHHELD
from sessions.views.planning.redaction_words import REDACTABLE_WORDS


def test_every_text_of_a_record_has_a_word_for_the_clerk() -> None:
    assert {kind: tuple(words) for kind, words in REDACTABLE_WORDS.items()} == TEXT_FIELDS | WITHHELD
