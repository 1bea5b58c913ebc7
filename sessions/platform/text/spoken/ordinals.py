"""Ordinal numbers, and days of the month, in the active language."""

from django.utils.translation import pgettext_lazy

from sessions.platform.text.digits import digits


def ordinal_words(number: int) -> str:
    """First, second, … tenth, 11th; প্রথম, দ্বিতীয়, … দশম, ১১তম."""
    if 1 <= number <= len(_ORDINALS):
        return str(_ORDINALS[number - 1])
    return _by_english_ending(number, _SHORT_ORDINALS)


def day_of_month(day: int) -> str:
    """1st, 2nd, 3rd, 4th, 11th, 21st; ১ তারিখ."""
    return _by_english_ending(day, _DAYS_OF_MONTH)


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
