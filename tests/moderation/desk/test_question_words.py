"""The desk's sentences about a question, in languages with a comma of their own."""

from django.utils.translation import override

from moderation.checks.flags import Check
from moderation.desk.question_words import passed_on_words
from moderation.desk.views import support_of
from moderation.questions.masking.masked_words import masked_of
from moderation.questions.second_look import DATA_WORDS
from sessions.platform.text.direction.marks import without_marks

CARD = {"id": "a", "state": "queued", "text": "Call me", "passed_on": ["Asha", "Rafi"]}
"""The words as sessions/log/folding/desk_folding.py makes it, with what is read here."""


def test_names_and_kinds_and_support_are_listed_with_urdu_commas_in_urdu() -> None:
    counts = {"backing": {"a": 4}, "held": {"a": 2}, "not_counted": {"a": 1}}
    masked = {"start": 0, "end": 4, "checks": [Check.MOBILE.value, Check.EMAIL.value]}
    with override("ur"):
        assert without_marks(passed_on_words(CARD)).startswith("Asha، Rafi ")
        [place] = masked_of(CARD | {"masked": [masked]}, "Asha")["hidden"]
        assert place["kind"] == f"{DATA_WORDS['phone']}، {DATA_WORDS['email']}"
        shown = support_of(CARD, counts)
        assert [words.count("، ") for words in (shown["apart"], shown["support"])] == [1, 2]
        assert "," not in shown["support"]
    with override("en"):
        assert passed_on_words(CARD) == "Passed on by Asha, Rafi"
        assert support_of(CARD, counts)["apart"] == "2 set aside, 1 not counted"
