"""A text that says in pages which language it is in, and is plain everywhere else.

A name, a reason or a notice that nobody entered in the reader's language is shown in another one. A screen reader has
to know which, or it reads the name with the voice of the page. Templates write such a text with a mark, of which
chatserver/assets/isolates.py makes a <bdi> element with a lang attribute; in attributes, titles and options it takes
the mark out. Mails, feeds, files and JSON have the plain text: it is an ordinary str for them.
"""

from typing import Self

from django.utils.html import escape
from django.utils.safestring import SafeString

from sessions.platform.text.direction.marks import language_isolate


class TaggedText(str):
    """A plain text. tagged: the same text with the marks of languages."""

    __slots__ = ("tagged",)
    tagged: str

    def __new__(cls, plain: str, tagged: str) -> Self:
        text = super().__new__(cls, plain)
        text.tagged = tagged
        return text

    def __html__(self) -> SafeString:
        """What Django writes into a page."""
        return escape(self.tagged)

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Pickle the text as a plain str."""
        return str, (str(self),)


def tag_language(text: str, language: str) -> TaggedText:
    return TaggedText(text, language_isolate(text, language))


def format_tagged(sentence: str, **values: str) -> str:
    """Format the sentence like str.format(); the result is tagged if a value is."""
    plain = sentence.format(**values)
    tagged = {name: value.tagged if isinstance(value, TaggedText) else value for name, value in values.items()}
    return plain if tagged == values else TaggedText(plain, sentence.format(**tagged))


def join_tagged(*parts: str) -> str:
    """The parts with blanks between them, those without a sign left out; tagged where one of them is."""
    shown = [part for part in parts if part]
    plain = " ".join(shown)
    if not any(isinstance(part, TaggedText) for part in shown):
        return plain
    return TaggedText(plain, " ".join(part.tagged if isinstance(part, TaggedText) else part for part in shown))
