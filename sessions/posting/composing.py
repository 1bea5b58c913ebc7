"""Makes the text for one service: both languages where they fit, less of what is quoted where they do not; pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from sessions.platform.text.text_input import split_graphemes
from sessions.posting.services import LengthRule

QUOTED: tuple[int | None, ...] = (None, 200, 120, 80, 50, 30)
"""How many graphemes of somebody's words are quoted; None: all."""

type Render = Callable[[int | None], Sequence[str]]
"""The texts, in the languages that are wanted, with so much of what is quoted."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A composed post. text: with its link at the end. is_shortened: something is missing of what was to be said."""

    text: str
    count: int
    most: int
    is_shortened: bool


def compose_post(render: Render, *, link: str, rule: LengthRule, aside: str = "", note: str = "") -> Composed:
    """aside and note: one more line each, left out where there is no room for it: the note first."""
    shown = link_as_shown(link) if rule.has_short_link else link
    whole = list(render(None))
    for texts in _candidates(render, aside, note):
        text = _joined(texts, shown)
        if rule.fits(text):
            return Composed(text, rule.count(text), rule.most, is_shortened=texts[: len(whole)] != whole)
    text = _cut(whole[0], shown, rule)
    return Composed(text, rule.count(text), rule.most, is_shortened=True)


def link_as_shown(link: str) -> str:
    """The link as it is shown, without scheme and query, as people are shown it."""
    parts = urlsplit(link)
    return f"{parts.netloc}{parts.path}".rstrip("/")


def _candidates(render: Render, aside: str, note: str) -> Iterator[list[str]]:
    """The possible texts, from the best to the shortest; the first language alone is the last resort."""
    for more in ((aside, note), (aside,), (note,)):
        if all(more):
            yield [*render(None), *more]
    for most in QUOTED:
        yield list(render(most))
    for most in QUOTED:
        yield list(render(most))[:1]


def _joined(texts: Sequence[str], link: str) -> str:
    return "\n\n".join([*dict.fromkeys(texts), link])


def _cut(text: str, link: str, rule: LengthRule) -> str:
    """Cut the text to what fits with its link; the length is found by bisection."""
    letters = split_graphemes(text)

    def cut_to(most: int) -> str:
        return _joined(["".join(letters[:most]).rstrip() + "…"], link)

    low, high = 0, len(letters)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if rule.fits(cut_to(middle)) else (low, middle - 1)
    return cut_to(low)
