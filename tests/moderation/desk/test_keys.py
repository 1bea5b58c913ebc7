"""The keyboard shortcuts of a chat's desk."""

import re
from collections import Counter
from pathlib import Path

from moderation.desk.desk_labels import DESK_KEYS

SUMMARY = re.compile(r'<summary [^>]*data-key="([a-z])"')
DECISIONS = ("merging/_merge_group.html", "merging/_separate.html", "deciding/_decisions.html")


def test_no_key_means_two_things() -> None:
    """The first button that is seen takes the key, and the other could not be reached by it."""
    assert [key for key, times in Counter(key for key, _words in DESK_KEYS).items() if times > 1] == []


def test_what_opens_below_one_question_has_keys_of_its_own() -> None:
    texts = [Path("templates/moderation/questions", name).read_text(encoding="utf-8") for name in DECISIONS]
    keys = [key for text in texts for key in SUMMARY.findall(text)]
    assert len(set(keys)) == len(keys)
    assert {key.upper() for key in keys} <= {key for key, _words in DESK_KEYS}
