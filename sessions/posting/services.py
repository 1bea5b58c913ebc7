"""What each service takes: how long a text may be there, and how it is counted; pure.

X counts by the configuration of its own library twitter-text (version 3): letters up to U+10FF, so also those of
Bengali, Devanagari and Arabic, weigh 1; others, and each emoji, 2; each link 23.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

import regex

from sessions.platform.text.text_input import split_graphemes

LINK_WEIGHT = 23


class PostingService(StrEnum):
    FACEBOOK = "facebook"
    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"
    TELEGRAM = "telegram"


SERVICE_NAMES: Mapping[str, str] = {
    PostingService.FACEBOOK: "Facebook",
    PostingService.X: "X",
    PostingService.MASTODON: "Mastodon",
    PostingService.BLUESKY: "Bluesky",
    PostingService.TELEGRAM: "Telegram",
}


@dataclass(frozen=True, slots=True)
class LengthRule:
    """The length rule of a service.

    most: as the service counts. most_bytes: of UTF-8, where there is a limit of that, too.

    has_short_link: the link is shown without scheme and query, and leads to the whole address none the less.
    """

    most: int
    count: Callable[[str], int]
    most_bytes: int | None = None
    has_short_link: bool = False

    def fits(self, text: str) -> bool:
        return self.count(text) <= self.most and (
            self.most_bytes is None or len(text.encode("utf-8")) <= self.most_bytes
        )


_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\N{VARIATION SELECTOR-16}")
_LINK = re.compile(r"(?<![\w-])(?:https?://)?(?:[\w-]{1,63}\.){1,9}[A-Za-z]{2,63}(?::\d{1,5})?(?:/\S*)?|https?://\S+")
"""Characters of a host name (RFC 1035): a longer text would take time that grows with its square."""

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def shortened_post(text: str, most: int) -> str:
    """Shorten a post to at most so many graphemes, with an ellipsis for what is missing."""
    letters = split_graphemes(text)
    return text if len(letters) <= most else "".join(letters[: most - 1]).rstrip() + "…"


def weigh(text: str) -> int:
    """Count the text as X does: weighted graphemes, and 23 for each link."""
    without, links = _LINK.subn("", text)
    return links * LINK_WEIGHT + sum(_weight(each) for each in split_graphemes(without))


def _weight(grapheme: str) -> int:
    if _EMOJI.search(grapheme):
        return 2
    return sum(1 if any(low <= ord(sign) <= high for low, high in _LIGHT) else 2 for sign in grapheme)


def count_with_short_links(text: str) -> int:
    """Count the text as Mastodon does: graphemes, and 23 for each link."""
    without, links = _LINK.subn("", text)
    return links * LINK_WEIGHT + len(split_graphemes(without))


def count_utf16(text: str) -> int:
    """Count the text as Telegram does: UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


LENGTH_RULES: Mapping[str, LengthRule] = {
    PostingService.FACEBOOK: LengthRule(63_206, count_utf16),
    PostingService.X: LengthRule(280, weigh),
    PostingService.MASTODON: LengthRule(500, count_with_short_links),
    PostingService.BLUESKY: LengthRule(
        300, lambda text: len(split_graphemes(text)), most_bytes=3000, has_short_link=True
    ),
    PostingService.TELEGRAM: LengthRule(4096, count_utf16),
}


def rule_for(service: str, most: int | None = None) -> LengthRule:
    """Find the rule of a service.

    most: of an installation of Mastodon that takes longer or shorter texts than usual.
    """
    rule = LENGTH_RULES[service]
    return rule if most is None else LengthRule(most, rule.count, rule.most_bytes, rule.has_short_link)
