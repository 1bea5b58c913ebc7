"""The commands that a whole room gives at once, questions and votes: many of one op are decided together."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatserver.accounts.signups import spike_detector
from chatserver.live.commands.operations import Result
from sessions.chats.questions.asking import Ask, AskDecision, Repeated, ask_questions
from sessions.chats.support.backing import Back, back_questions
from sessions.chats.support.support_trees import support_key
from sessions.log.steps.locks import LockedChatSession, question_state_facts
from sessions.models import Question
from sessions.platform.people import Person
from sessions.platform.refusals import Refused

GivenCommand = tuple[LockedChatSession, Person, Any]
"""The chat session of a command, its person, and its fields."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A command whose content another command has done before, under another ref: the result is that one's."""

    result: Result


SharedOperation = Callable[[Sequence[GivenCommand]], list[Result | Duplicate | Refused]]
"""Decides many people's commands of one op, those of each chat session in their order, in the caller's transaction."""


def _ask(asked: Sequence[GivenCommand]) -> list[Result | Duplicate | Refused]:
    decided: dict[int, AskDecision] = {}
    places: defaultdict[UUID, list[int]] = defaultdict(list)
    for place, (chat_session, _person, _fields) in enumerate(asked):
        places[chat_session.pk].append(place)
    for here in places.values():
        asks = [_ask_of(*asked[place]) for place in here]
        decided |= zip(here, ask_questions(asked[here[0]][0], asks), strict=True)
    return [_ask_result(one, asked[place][2]) for place, one in sorted(decided.items())]


def _ask_result(asked: AskDecision, fields: Any) -> Result | Duplicate | Refused:
    match asked:
        case Refused():
            return asked
        case Repeated(question=question):
            return Duplicate(question_state_facts(question) | {"receipt": question.receipt} | _warning(fields))
        case question:
            return question_state_facts(question) | {"receipt": question.receipt} | _warning(fields)


def _ask_of(_chat_session: LockedChatSession, person: Person, fields: Any) -> Ask:
    return Ask(person, fields.text, fields.kind, fields.looks_like, fields.topic or "", fields.masked)


def _warning(fields: Any) -> Result:
    """What an author is told at once: the kinds of personal data in their question, and where it is hidden."""
    looks = {"looks_like": list(fields.looks_like)} if fields.looks_like else {}
    return looks | ({"masked": list(fields.masked)} if fields.masked else {})


def _back(asked: Sequence[GivenCommand]) -> list[Result | Duplicate | Refused]:
    backs = [Back(chat_session, person, fields.question, fields.on) for chat_session, person, fields in asked]
    decided = list(zip(backs, back_questions(backs), strict=True))
    spike_detector.detector.note_supports(
        (back.person, back.question_id) for back, no in decided if back.on and isinstance(no, Question)
    )
    return [
        no if isinstance(no, Refused) else question_state_facts(no) | {"on": back.on} | _whether_it_counts(back)
        for back, no in decided
    ]


def _whether_it_counts(back: Back) -> Result:
    """The key by which a person proves that their support counts; why it does not count, or not yet."""
    eligibility = back.person.eligibility
    if not back.on:
        return {}
    if eligibility.standing == "counted":
        key = support_key(back.chat_session, back.person.pk)
        return {"support_key": key} if key else {}
    return {"standing": eligibility.standing, "why": eligibility.why}


SHARED_OPERATIONS: dict[str, SharedOperation] = {"question.ask": _ask, "question.back": _back}
"""Commands that a whole room gives at once. None of them depends on another one, of the same op or of the other: a
question that was just asked is not public, and a backing is in no log. So they may be decided op by op.
"""
