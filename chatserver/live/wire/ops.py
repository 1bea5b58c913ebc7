"""The commands of the wire: one struct for each op, named after it, with exactly the fields that it takes."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import UNSET, Meta, Struct, UnsetType

from sessions.contract.desk_times import UNDO_SECONDS
from sessions.contract.limits import (
    MAX_BAN_DAYS,
    MAX_DECIDED_TOGETHER,
    MAX_EXTENSION_MINUTES,
    MAX_MUTE_MINUTES,
    MAX_SLOW_MINUTES,
)
from sessions.contract.overrides import OverrideReason
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.contract.reasons import Reason, ReportReason
from sessions.contract.topics import Topic

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]
"""The version of the question that the sender saw."""

Seq = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Minutes = Annotated[int, Meta(ge=1, le=MAX_MUTE_MINUTES)]
type Confirmed = bool
"""Words may be public although they look as if they held personal data. Left out of a digest if it is false."""

UndoSeconds = Annotated[int, Meta(ge=1, le=UNDO_SECONDS)] | UnsetType
"""How long the decision can be undone; until then, only the desk knows of it. Left out: it takes effect at once."""

SlowMinutes = Annotated[int, Meta(ge=0, le=MAX_SLOW_MINUTES)]
Days = Annotated[int, Meta(ge=1, le=MAX_BAN_DAYS)]
ExtraMinutes = Annotated[int, Meta(ge=1, le=MAX_EXTENSION_MINUTES)]


class Op(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of one command."""


class AskQuestion(Op, frozen=True, omit_defaults=True):
    """Ask a question. topic: chosen by the asker; left out for none."""

    text: str
    kind: Literal["question", "complaint", "suggestion"]
    topic: Topic | None = None


class CheckDraft(Op, frozen=True):
    """Looks the words of a question through before it is sent; nothing is saved."""

    text: str


class SayAnswered(Op, frozen=True):
    """The answer of this question, here or in a record, answers the sender, too, who asks nothing."""

    question: UUID


class WithdrawQuestion(Op, frozen=True):
    question: UUID


class BackQuestion(Op, frozen=True):
    question: UUID
    on: bool


class ReportQuestion(Op, frozen=True, omit_defaults=True):
    question: UUID
    why: str
    reason: ReportReason = ReportReason.OTHER


class Appeal(Op, frozen=True):
    """Appeals against the refusal or removal of one's own question. words: for the moderator who decides."""

    question: UUID
    words: str = ""


class DecideAppeal(Op, frozen=True, omit_defaults=True):
    """note: why, for the author."""

    question: UUID
    version: Version
    outcome: Literal["upheld", "overturned"]
    note: str
    confirmed: Confirmed = False


class AskForCorrection(Op, frozen=True):
    """Asks to correct a typo in one's own question, while its record is a draft. text: the words as they should be."""

    question: UUID
    text: str


class DecideCorrection(Op, frozen=True, omit_defaults=True):
    """Decide a correction. note: why, for the author."""

    question: UUID
    version: Version
    outcome: Literal["accepted", "refused"]
    note: str
    confirmed: Confirmed = False


class RereadDecision(Op, frozen=True):
    """How the sender, who does not know the decision, would have decided."""

    question: UUID
    verdict: Literal["approve", "decline"]


class ClaimQuestion(Op, frozen=True):
    question: UUID
    version: Version


class ReleaseQuestion(Op, frozen=True):
    question: UUID
    version: Version


class ApproveQuestion(Op, frozen=True, omit_defaults=True):
    question: UUID
    version: Version
    confirmed: Confirmed = False
    undo_seconds: UndoSeconds = UNSET


class UnmaskPlace(Op, frozen=True):
    """Reveal one masked place. start: the code point of the question's words at which the hidden place begins."""

    question: UUID
    version: Version
    start: Annotated[int, Meta(ge=0, le=2**31 - 1)]


class HoldQuestion(Op, frozen=True):
    question: UUID
    version: Version
    undo_seconds: UndoSeconds = UNSET


class DeclineQuestion(Op, frozen=True):
    question: UUID
    version: Version
    reason: Reason
    note: str = ""
    undo_seconds: UndoSeconds = UNSET


class UndoDecision(Op, frozen=True):
    """One's own decision that has not taken effect yet."""

    question: UUID
    version: Version


class SeenQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    question: UUID
    version: Version


class DeclineQuestions(Op, frozen=True):
    """Merges obvious copies: all of them, or none."""

    questions: Annotated[list[SeenQuestion], Meta(min_length=1, max_length=MAX_DECIDED_TOGETHER)]
    reason: Reason
    note: str = ""
    undo_seconds: UndoSeconds = UNSET


class MergeQuestions(Op, frozen=True):
    """Merges a group of near-copies into a public question: all of them, or none."""

    questions: Annotated[list[SeenQuestion], Meta(min_length=1, max_length=MAX_DECIDED_TOGETHER)]
    into: UUID
    undo_seconds: UndoSeconds = UNSET


class PassQuestionOn(Op, frozen=True):
    """Leaves a question to the colleagues, because it concerns the moderator. on: false takes that back."""

    question: UUID
    version: Version
    on: bool


class LeaveNote(Op, frozen=True):
    """Leaves a note to the colleagues."""

    question: UUID
    text: str


class ReopenQuestion(Op, frozen=True):
    """Reopen a question. note: why, for its author."""

    question: UUID
    version: Version
    note: str


class SeparateQuestion(Op, frozen=True):
    """Takes a question out of a merge. note: why, for its author."""

    question: UUID
    version: Version
    note: str


class RewordQuestion(Op, frozen=True, omit_defaults=True):
    """Words for a question and for all that were merged into it."""

    question: UUID
    version: Version
    text: str
    confirmed: Confirmed = False


class TakeDownQuestion(Op, frozen=True):
    """Take a question down. answers: the words of its answers are removed, too."""

    question: UUID
    version: Version
    reason: Reason
    note: str = ""
    answers: bool | UnsetType = UNSET


class AcknowledgeReports(Op, frozen=True):
    """Says that a moderator has seen the reports, and will act on them."""

    question: UUID


class DismissReports(Op, frozen=True):
    question: UUID
    version: Version


class MergeQuestion(Op, frozen=True):
    question: UUID
    into: UUID
    version: Version
    undo_seconds: UndoSeconds = UNSET


class PostNotice(Op, frozen=True, omit_defaults=True):
    text: str
    confirmed: Confirmed = False


class CorrectNotice(Op, frozen=True, omit_defaults=True):
    """Correct a notice. notice: the seq of the public event that gave the words."""

    notice: Seq
    text: str
    confirmed: Confirmed = False


class SetSlowMode(Op, frozen=True):
    """Set the pace of questions. minutes: between two questions of one person; 0 ends it."""

    minutes: SlowMinutes


class MuteResident(Op, frozen=True):
    question: UUID
    minutes: Minutes


class UnmuteResident(Op, frozen=True):
    question: UUID


class BanResident(Op, frozen=True):
    question: UUID
    days: Days
    reason: str


class CallOfficial(Op, frozen=True):
    """Call an official. official: the account's public id, as the desk and the floor list them."""

    question: UUID
    official: UUID


class SendOfficialBack(Op, frozen=True):
    question: UUID
    official: UUID


class TakeQuestion(Op, frozen=True, omit_defaults=True):
    """Takes a question onto the floor; without one, the next in the declared order. reason: why another one."""

    question: UUID | None = None
    reason: OverrideReason = OverrideReason.UNSTATED


class SetTopic(Op, frozen=True):
    question: UUID
    version: Version
    topic: Topic


class PromiseInAnswer(Op, frozen=True, omit_defaults=True):
    """What the answer promises. said: words of it, exactly, left out for all of it; what: left out for those words.

    due_on: the last day, without which it is refused. where, budget_line: left out where there is none.
    """

    what: str = ""
    due_on: date | None = None
    where: str = ""
    budget_line: str = ""
    said: str = ""


class GiveAnswer(Op, frozen=True, omit_defaults=True):
    """Give an answer or a part of one. promise: only from the holder of the office or a delegate; left out for none."""

    question: UUID
    text: str
    final: bool
    confirmed: Confirmed = False
    promise: PromiseInAnswer | None = None


class CorrectAnswer(Op, frozen=True, omit_defaults=True):
    """Correct an answer. part: the seq of the public event that gave the words."""

    question: UUID
    part: Seq
    text: str
    confirmed: Confirmed = False


class FinishAnswer(Op, frozen=True):
    """Ends an answer with the parts given so far."""

    question: UUID


class ReturnQuestion(Op, frozen=True):
    question: UUID


class DeferQuestion(Op, frozen=True):
    question: UUID
    due_on: date


class AnswerOwed(Op, frozen=True, omit_defaults=True):
    """What became of a promise that is owed from last time. text: the proof, or the reason. due_on: of a new day."""

    promise: UUID
    outcome: OwedOutcome
    text: str
    due_on: date | None = None
    confirmed: Confirmed = False


class OpenSession(Op, frozen=True):
    pass


class CloseSession(Op, frozen=True):
    pass


class ExtendSession(Op, frozen=True):
    minutes: ExtraMinutes


class CancelSession(Op, frozen=True, omit_defaults=True):
    reason: str
    confirmed: Confirmed = False


OPS: dict[str, type[Op]] = {
    "question.ask": AskQuestion,
    "draft.check": CheckDraft,
    "draft.answered": SayAnswered,
    "question.withdraw": WithdrawQuestion,
    "question.back": BackQuestion,
    "report": ReportQuestion,
    "question.appeal": Appeal,
    "correction.ask": AskForCorrection,
    "question.claim": ClaimQuestion,
    "question.release": ReleaseQuestion,
    "question.approve": ApproveQuestion,
    "question.unmask": UnmaskPlace,
    "question.hold": HoldQuestion,
    "question.decline": DeclineQuestion,
    "question.merge": MergeQuestion,
    "question.undo": UndoDecision,
    "question.reopen": ReopenQuestion,
    "question.pass_on": PassQuestionOn,
    "question.note": LeaveNote,
    "questions.decline": DeclineQuestions,
    "questions.merge": MergeQuestions,
    "question.separate": SeparateQuestion,
    "question.reword": RewordQuestion,
    "question.take_down": TakeDownQuestion,
    "report.acknowledge": AcknowledgeReports,
    "report.dismiss": DismissReports,
    "appeal.decide": DecideAppeal,
    "correction.decide": DecideCorrection,
    "decision.reread": RereadDecision,
    "notice.post": PostNotice,
    "notice.correct": CorrectNotice,
    "session.slow": SetSlowMode,
    "resident.mute": MuteResident,
    "resident.unmute": UnmuteResident,
    "resident.ban": BanResident,
    "official.call": CallOfficial,
    "official.send_back": SendOfficialBack,
    "question.take": TakeQuestion,
    "question.set_topic": SetTopic,
    "answer.give": GiveAnswer,
    "answer.correct": CorrectAnswer,
    "answer.finish": FinishAnswer,
    "question.return": ReturnQuestion,
    "question.defer": DeferQuestion,
    "owed.answer": AnswerOwed,
    "session.open": OpenSession,
    "session.close": CloseSession,
    "session.extend": ExtendSession,
    "session.cancel": CancelSession,
}
