"""Ordinal numbers, and lists, in the active language."""

from collections.abc import Iterable, Sequence

from django.utils.translation import pgettext, pgettext_lazy

from sessions.text.digits import digits


def ordinal_words(number: int) -> str:
    """First, second, … tenth, 11th; প্রথম, দ্বিতীয়, … দশম, ১১তম."""
    if 1 <= number <= len(_ORDINALS):
        return str(_ORDINALS[number - 1])
    return _by_english_ending(number, _SHORT_ORDINALS)


def day_of_month(day: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st; ১ তারিখ."""
    return _by_english_ending(day, _DAYS_OF_MONTH)


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


def _by_english_ending(number: int, forms: dict[str, object]) -> str:
    """The forms are distinguished as English does, so that each has a message of its own; other languages use one."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    form = forms["th" if number % 100 in (11, 12, 13) else ending]
    return str(form).format(n=digits(number))


_SHORT_ORDINALS: dict[str, object] = {
    "st": pgettext_lazy("ordinal number", "{n}st"),
    "nd": pgettext_lazy("ordinal number", "{n}nd"),
    "rd": pgettext_lazy("ordinal number", "{n}rd"),
    "th": pgettext_lazy("ordinal number", "{n}th"),
}
_DAYS_OF_MONTH: dict[str, object] = {
    "st": pgettext_lazy("day of the month", "{n}st"),
    "nd": pgettext_lazy("day of the month", "{n}nd"),
    "rd": pgettext_lazy("day of the month", "{n}rd"),
    "th": pgettext_lazy("day of the month", "{n}th"),
}
_ORDINALS = (
    pgettext_lazy("ordinal number", "first"),
    pgettext_lazy("ordinal number", "second"),
    pgettext_lazy("ordinal number", "third"),
    pgettext_lazy("ordinal number", "fourth"),
    pgettext_lazy("ordinal number", "fifth"),
    pgettext_lazy("ordinal number", "sixth"),
    pgettext_lazy("ordinal number", "seventh"),
    pgettext_lazy("ordinal number", "eighth"),
    pgettext_lazy("ordinal number", "ninth"),
    pgettext_lazy("ordinal number", "tenth"),
)
