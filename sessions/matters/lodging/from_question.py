"""A complaint or suggestion that was made in a chat becomes one of the ward's: once, with the same words."""

from django.db import transaction
from django.utils.translation import gettext as _

from sessions.city.people.ward_staff import WardDuties
from sessions.log.steps.locks import lock_chat_session, lock_question, no_such_question
from sessions.matters.categories import guess_category
from sessions.matters.lodging.lodging import NewMatter, lodge
from sessions.matters.lodging.may_lodge import require_may_lodge
from sessions.models import (
    RECORD_STATES,
    UNDECIDED_STATES,
    Category,
    Matter,
    MatterKind,
    MatterSource,
    Question,
    QuestionState,
)
from sessions.platform.people import Person
from sessions.platform.refusals import Refused
from sessions.platform.text.text_input import CleanText

MISPLACED = ("off_topic", "out_of_competence", "already_asked")
"""Why a question may be refused that is still worth being a complaint: what was wrong was the place, not the words."""

GONE = (QuestionState.WITHDRAWN, QuestionState.REMOVED, QuestionState.MERGED)


def matter_of(question: Question) -> Matter | None:
    """What the question became, whatever has come of that."""
    return Matter.objects.select_related("ward", "category").filter(from_question=question).first()


def can_become_matter(question: Question) -> bool:
    """A complaint or suggestion that was answered, has stayed without an answer after its chat, or was in the wrong
    place there. Needs its chat session."""
    if question.kind not in MatterKind or not question.text or question.state in GONE:
        return False
    if question.state == QuestionState.DECLINED:
        return question.reason in MISPLACED
    if question.state in (QuestionState.ANSWERED, QuestionState.ON_NOTICE):
        return True
    return question.chat_session.state in RECORD_STATES and question.state not in UNDECIDED_STATES


@transaction.atomic
def make_matter_of(
    question: Question, *, person: Person, duties: WardDuties | None = None, category: Category | None = None
) -> Matter:
    """Lodge a question's words for its author; pressed again, it answers with the first one.

    person: its author; or, with duties, somebody who may enter for the ward what was public there. category: None for
    the one that its words suggest. Raises Refused: not_found, state, consent, banned, muted.
    """
    chat_session = lock_chat_session(question.chat_session_id)
    locked = lock_question(chat_session, question.pk)
    is_own = locked.author_id == person.pk
    is_entered = duties is not None and duties.may("enter", chat_session.ward_id) and locked.has_been_public
    if not (is_own or is_entered):
        raise no_such_question()
    made = matter_of(locked)
    if made is not None:
        return made
    if not can_become_matter(locked):
        raise Refused("state", _("This question cannot become a complaint or suggestion."))
    if is_own:
        require_may_lodge(person, chat_session.ward)
    return lodge(
        NewMatter(
            ward=chat_session.ward,
            kind=locked.kind,
            category=category or guess_category(locked.text),
            text=CleanText(locked.text),  # since it was asked
            author=locked.author,
            entered_by=None if is_own else person,
            source=MatterSource.CHAT,
            from_question=locked,
        )
    )
