"""Lists of words, and of short facts, in the active language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import pgettext


def join_words(words: Sequence[str], *, by_or: bool = False) -> str:
    """A, B and C; A, B ও C. by_or: with "or" and বা."""
    if len(words) < 2:
        return words[0]
    joined = join_with_commas(words[:-1])
    if by_or:
        return pgettext("the end of a list", "{words} or {last}").format(words=joined, last=words[-1])
    return pgettext("the end of a list", "{words} and {last}").format(words=joined, last=words[-1])


def join_with_commas(words: Sequence[str]) -> str:
    """A, B, C."""
    return pgettext("between the items of a list", ", ").join(words)


def join_facts(facts: Iterable[object]) -> str:
    """A · B · C: short facts on one line. The zero of Urdu is a dot, so it has a comma."""
    return pgettext("between short facts", " · ").join(map(str, facts))
