"""The answers from which promises come: found, locked with their chat, and no words of them marked twice."""

from django.utils.translation import gettext as _

from sessions.log.steps.locks import lock_chat_session
from sessions.models import Answer, Promise, PromiseState
from sessions.platform.refusals import Refused
from sessions.promises.making import NewPromise
from sessions.promises.steps import promise_state_facts


def find_answer(answer_id: int) -> Answer:
    """Find the answer with its question, chat session and ward.

    Raises Refused not_found, also where its words are gone.
    """
    answer = Answer.objects.select_related("question__chat_session__ward", "office").filter(pk=answer_id).first()
    if answer is None or not answer.text or not is_readable(answer):
        raise Refused("not_found", _("There is no such answer."))
    return answer


def lock_answer(answer_id: int) -> Answer:
    """Find the answer like find_answer(), and lock its chat session."""
    chat_session = lock_chat_session(find_answer(answer_id).question.chat_session_id)
    answer = find_answer(answer_id)
    answer.question.chat_session = chat_session
    return answer


def is_readable(answer: Answer) -> bool:
    """Whether everybody may read its words."""
    return not answer.question.are_answers_removed


def require_not_marked(new: NewPromise) -> None:
    """Raises Refused state where a promise, or a proposal, holds the same words of the answer; a refused one, too."""
    assert new.answer is not None, "promised in an answer"
    rows = Promise.objects.filter(answer=new.answer, said=new.said, said_from=new.said_from)
    known = rows.exclude(state=PromiseState.MERGED).first()
    if known is not None:
        message = _("These words are marked as a promise already: %(number)s.") % {"number": known.number}
        raise Refused("state", message, facts=promise_state_facts(known))
