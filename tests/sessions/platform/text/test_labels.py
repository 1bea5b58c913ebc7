"""Every state, kind, office and reason has its words."""

from sessions.contract.reasons import Reason
from sessions.models import ChatSessionState, Duty, OfficeKind, QuestionKind
from sessions.models.outcomes import QuestionOutcome
from sessions.platform.text import labels as words


def test_every_outcome_of_a_question_has_a_word_and_an_explanation() -> None:
    assert list(words.OUTCOME_WORDS) == list(words.OUTCOME_EXPLANATIONS) == list(QuestionOutcome)


def test_every_kind_state_and_office_has_a_word() -> None:
    assert set(words.QUESTION_KIND_WORDS) == set(QuestionKind.values)
    assert set(words.CHAT_SESSION_WORDS) == set(ChatSessionState.values)
    assert set(words.OFFICE_WORDS) == {*OfficeKind.values, Duty.DELEGATE, Duty.OFFICIAL}  # everybody who may answer


def test_every_reason_has_words_and_an_explanation() -> None:
    assert list(words.REASON_WORDS) == list(words.REASON_EXPLANATIONS) == list(Reason)
