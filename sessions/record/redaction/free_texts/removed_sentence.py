"""What stands in a published text in place of words that were redacted: a sentence, in the language of the text."""

from collections.abc import Mapping

from sessions.platform.text.by_language import ByLanguage, in_every_language, in_language, in_one_text, language_codes
from sessions.platform.text.labels import WORDS_REMOVED
from sessions.record.redaction.free_texts.comparing import Phrases, holds_any


def without_quotes(words: Mapping[str, str], phrases: Phrases) -> ByLanguage:
    """Replace each text that holds any of these words by the sentence in its language."""
    return {code: _sentence_in(code) if holds_any(text, phrases) else text for code, text in words.items()}


def without_quote(text: str, phrases: Phrases) -> str:
    """Replace a text that holds any of these words by the sentence in all languages, if its own language is unknown."""
    return in_one_text(in_every_language(lambda: str(WORDS_REMOVED))) if holds_any(text, phrases) else text


def _sentence_in(code: str) -> str:
    """The sentence in the reader's language where the text is in one that is not among ours."""
    return in_language(code, lambda: str(WORDS_REMOVED)) if code in language_codes() else str(WORDS_REMOVED)
