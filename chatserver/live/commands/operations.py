"""The domain's function for each command of the wire, and the result that its ack tells."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from msgspec import structs

from moderation.appeals.deciding import decide_appeal
from moderation.appeals.rereading import reread
from moderation.appeals.verdict import AppealVerdict
from moderation.desk import claims
from moderation.desk.conflicts import pass_question_on
from moderation.desk.copies import Seen, decline_together, merge_together
from moderation.desk.notes import leave_note
from moderation.desk.reopening import reopen_question
from moderation.desk.slow_mode import set_slow_mode
from moderation.desk.undoing import UndoableDecision, decide_later, undo_decision
from moderation.questions import mutes, notices, removal, reports, rewording
from moderation.questions.corrections.own_words import correct_notice
from moderation.questions.corrections.requests import decide_correction
from moderation.questions.masking import unmasking
from moderation.questions.separating import separate_question
from moderation.questions.similar.next_door import say_answered
from sessions.chats.calendar.lifecycle import lifecycle
from sessions.chats.calendar.lifecycle.hooks import chats_beside_opening
from sessions.chats.questions import answer_corrections, appeals, floor, officials, own_questions, topics
from sessions.chats.questions.correction_requests import ask_for_correction
from sessions.city.people import access, bans
from sessions.city.people.permissions import STAFF_OPS
from sessions.log.logged_event import wire_time
from sessions.log.steps.locks import LockedChatSession, LockingFunction, question_state_facts
from sessions.log.steps.steps import actor
from sessions.models import ChatSession, Question
from sessions.platform.people import Person
from sessions.promises.owed_block.answering import answer_owed
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.promises.steps import chats_about, promise_state_facts

Result = dict[str, Any]
Operation = Callable[[LockedChatSession, Person, Any], Result]
"""Decides one command, from its fields. If it raises an error, the caller has to roll back what it has written."""


def _withdraw(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(own_questions.withdraw_question(chat_session, fields.question, person=person))


def _report(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(
        own_questions.report_question(
            chat_session, fields.question, person=person, why=fields.why, reason=fields.reason
        )
    )


def _acknowledge(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(reports.acknowledge_reports.on_locked(chat_session, fields.question, moderator=person))


def _appeal(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = appeals.appeal(chat_session, fields.question, person=person, words=fields.words)
    return question_state_facts(question) | {"appeal": question.appeal}


def _decide_appeal(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = {"version": fields.version, "is_confirmed": fields.confirmed}
    verdict = AppealVerdict(fields.outcome, fields.note)
    question = decide_appeal(chat_session, fields.question, moderator=person, verdict=verdict, **seen)
    return question_state_facts(question) | {"appeal": question.appeal}


def _ask_for_correction(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    asked = ask_for_correction(chat_session, fields.question, person=person, text=fields.text)
    return question_state_facts(asked.question)


def _decide_correction(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = {"version": fields.version, "is_accepted": fields.outcome == "accepted", "note": fields.note}
    return question_state_facts(decide_correction(chat_session, fields.question, moderator=person, **seen))


def _screen(step: LockingFunction[..., Question]) -> Operation:
    def run(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
        return question_state_facts(
            step.on_locked(chat_session, fields.question, moderator=person, version=fields.version)
        )

    return run


def _unmask(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = unmasking.unmask_place.on_locked(
        chat_session, fields.question, moderator=person, version=fields.version, start=fields.start
    )
    return question_state_facts(question)


def _decide(name: str, read: Callable[[Any], dict[str, Any]]) -> Operation:
    """A decision that takes effect at once, or later where the command asks for time to undo it."""

    def run(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
        seen = {"moderator": person, "version": fields.version}
        decision = UndoableDecision(name, read(fields), fields.undo_seconds or 0)
        if not decision.seconds:
            return question_state_facts(decision.make(chat_session, fields.question, **seen))
        later = decide_later.on_locked(chat_session, fields.question, **seen, decision=decision)
        assert later.pending_until is not None, "it was just set"
        return question_state_facts(later) | {"undo_until": wire_time(later.pending_until)}

    return run


def _take_down(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    take_down = removal.take_down_with_answers if fields.answers is True else removal.take_down_question
    seen = {"version": fields.version, "reason": fields.reason, "note": fields.note}
    return question_state_facts(take_down.on_locked(chat_session, fields.question, moderator=person, **seen))


def _reopen(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = {"version": fields.version, "note": fields.note}
    return question_state_facts(reopen_question.on_locked(chat_session, fields.question, moderator=person, **seen))


def _decline_together(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = [Seen(each.question, each.version) for each in fields.questions]
    told = {"reason": str(fields.reason), "note": fields.note}
    seconds = fields.undo_seconds or 0
    return _together(decline_together.on_locked(chat_session, seen, moderator=person, **told, seconds=seconds))


def _merge_together(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = [Seen(each.question, each.version) for each in fields.questions]
    seconds = fields.undo_seconds or 0
    return _together(merge_together.on_locked(chat_session, seen, moderator=person, into=fields.into, seconds=seconds))


def _together(decided: list[Question]) -> Result:
    until = decided[0].pending_until
    return {"questions": [question_state_facts(each) for each in decided]} | (
        {"undo_until": wire_time(until)} if until else {}
    )


def _pass_on(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = {"version": fields.version, "on": fields.on}
    return question_state_facts(pass_question_on.on_locked(chat_session, fields.question, moderator=person, **seen))


def _leave_note(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(leave_note(chat_session, fields.question, moderator=person, text=fields.text))


def _separate(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    seen = {"version": fields.version, "note": fields.note}
    return question_state_facts(separate_question.on_locked(chat_session, fields.question, moderator=person, **seen))


def _reword(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = rewording.reword_question.on_locked(
        chat_session, fields.question, moderator=person, version=fields.version, text=fields.text
    )
    return question_state_facts(question)


def _post_notice(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return {"seq": notices.post_notice.on_locked(chat_session, moderator=person, text=fields.text)}


def _correct_notice(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return {"seq": correct_notice(chat_session, fields.notice, moderator=person, text=fields.text)}


def _reread(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    rereading = reread(chat_session, fields.question, moderator=person, verdict=fields.verdict)
    return {"question": str(fields.question), "verdict": rereading.verdict}


def _slow(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return {"slow_minutes": set_slow_mode(chat_session, moderator=person, minutes=fields.minutes).slow_minutes}


def _mute(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = mutes.mute_resident(chat_session, fields.question, moderator=person, minutes=fields.minutes)
    return question_state_facts(question)


def _unmute(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(mutes.unmute_resident(chat_session, fields.question, moderator=person))


def _ban(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = bans.ban_author(chat_session, fields.question, clerk=person, days=fields.days, reason=fields.reason)
    return question_state_facts(question)


def _official(step: LockingFunction[..., Question]) -> Operation:
    def run(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
        duties = access.duties_of(person, chat_session)
        role = next(duty for duty in duties if "official.call" in STAFF_OPS[duty])
        called = {"official": fields.official, "by": person, "role": role}
        return question_state_facts(step.on_locked(chat_session, fields.question, **called))

    return run


def _take(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = floor.take_question.on_locked(chat_session, fields.question, person=person, reason=fields.reason)
    return question_state_facts(question)


def _set_topic(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = topics.set_topic(
        chat_session, fields.question, moderator=person, version=fields.version, topic=fields.topic
    )
    return question_state_facts(question)


def _answer(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    given = {"person": person, "text": fields.text, "final": fields.final}
    if fields.promise is None:
        answer = floor.give_answer.on_locked(chat_session, fields.question, **given)
    else:
        promised = Promised(**structs.asdict(fields.promise))
        answer = give_promising_answer.on_locked(chat_session, fields.question, **given, promised=promised)
    return question_state_facts(answer.question) | {"part": answer.seq}


def _correct(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    question = answer_corrections.correct_answer(
        chat_session, fields.question, person=person, part=fields.part, text=fields.text
    )
    return question_state_facts(question) | {"part": fields.part}


def _finish(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(floor.finish_answer.on_locked(chat_session, fields.question, person=person))


def _return(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(floor.return_question.on_locked(chat_session, fields.question, person=person))


def _defer(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return question_state_facts(
        floor.defer_question.on_locked(chat_session, fields.question, person=person, due_on=fields.due_on)
    )


def _answer_owed(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    said = {"outcome": fields.outcome, "text": fields.text, "due_on": fields.due_on}
    return promise_state_facts(answer_owed(chat_session, fields.promise, person=person, **said))


def _open(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return _life(lifecycle.open_chat_session(chat_session, by=actor("clerk", person)))


def _close(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    return _life(lifecycle.close_chat_session(chat_session, by=actor("clerk", person)))


def _extend(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    by = actor("clerk", person)
    return _life(lifecycle.extend_chat_session(chat_session, minutes=fields.minutes, by=by))


def _cancel(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    by = actor("clerk", person)
    return _life(lifecycle.cancel_chat_session(chat_session, reason=fields.reason, by=by))


def _life(chat_session: ChatSession) -> Result:
    return {"chat_session": str(chat_session.pk), "state": chat_session.state}


def _say_answered(chat_session: LockedChatSession, person: Person, fields: Any) -> Result:
    number = say_answered(chat_session, fields.question, person=person)
    return {"question": str(fields.question), "number": number}


OPERATIONS: dict[str, Operation] = {
    "draft.answered": _say_answered,
    "question.withdraw": _withdraw,
    "report": _report,
    "question.appeal": _appeal,
    "appeal.decide": _decide_appeal,
    "correction.ask": _ask_for_correction,
    "correction.decide": _decide_correction,
    "question.claim": _screen(claims.claim_question),
    "question.release": _screen(claims.release_question),
    "question.unmask": _unmask,
    "question.approve": _decide("approve", lambda fields: {"is_confirmed": fields.confirmed}),
    "question.hold": _decide("hold", lambda _fields: {}),
    "question.decline": _decide("decline", lambda fields: {"reason": str(fields.reason), "note": fields.note}),
    "question.undo": _screen(undo_decision),
    "question.reopen": _reopen,
    "question.pass_on": _pass_on,
    "question.note": _leave_note,
    "questions.decline": _decline_together,
    "questions.merge": _merge_together,
    "question.take_down": _take_down,
    "report.acknowledge": _acknowledge,
    "report.dismiss": _screen(reports.dismiss_reports),
    "question.merge": _decide("merge", lambda fields: {"into": fields.into}),
    "question.separate": _separate,
    "question.reword": _reword,
    "notice.post": _post_notice,
    "notice.correct": _correct_notice,
    "session.slow": _slow,
    "decision.reread": _reread,
    "resident.mute": _mute,
    "resident.unmute": _unmute,
    "resident.ban": _ban,
    "official.call": _official(officials.call_official),
    "official.send_back": _official(officials.send_official_back),
    "question.take": _take,
    "question.set_topic": _set_topic,
    "answer.give": _answer,
    "answer.correct": _correct,
    "answer.finish": _finish,
    "question.return": _return,
    "question.defer": _defer,
    "owed.answer": _answer_owed,
    "session.open": _open,
    "session.close": _close,
    "session.extend": _extend,
    "session.cancel": _cancel,
}

ALSO_LOCKED: dict[str, Callable[[UUID, Any], Collection[UUID]]] = {
    "owed.answer": lambda _chat_session_id, fields: chats_about([fields.promise]),
    "session.open": lambda chat_session_id, _fields: _beside_opening(chat_session_id),
}
"""Which other chats a command locks: they are locked together with its own, so that nobody waits for each other."""


def _beside_opening(chat_session_id: UUID) -> Collection[UUID]:
    found = ChatSession.objects.select_related("ward").filter(pk=chat_session_id).first()
    return chats_beside_opening(found) if found is not None else ()
