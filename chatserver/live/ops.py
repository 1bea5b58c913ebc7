"""The commands of the wire: one struct for each op, named after it, with exactly the fields that it takes."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from msgspec import Meta, Struct

Version = Annotated[int, Meta(ge=1, le=2**31 - 1)]
"""The version of the question that the sender saw."""

Minutes = Annotated[int, Meta(ge=1, le=1440)]
ExtraMinutes = Annotated[int, Meta(ge=1, le=120)]


class Op(Struct, frozen=True, forbid_unknown_fields=True):
    """The fields of one command."""


class AskQuestion(Op):
    text: str
    kind: Literal["question", "complaint", "suggestion"]


class WithdrawQuestion(Op):
    question: UUID


class BackQuestion(Op):
    question: UUID
    on: bool


class Report(Op):
    question: UUID
    why: str


class ClaimQuestion(Op):
    question: UUID
    version: Version


class ReleaseQuestion(Op):
    question: UUID
    version: Version


class ApproveQuestion(Op):
    question: UUID
    version: Version


class HoldQuestion(Op):
    question: UUID
    version: Version


class DeclineQuestion(Op):
    question: UUID
    version: Version
    reason: Literal[
        "off_topic",
        "already_asked",
        "personal_data",
        "private_dispute",
        "attack",
        "not_understandable",
        "campaign",
        "out_of_competence",
    ]
    note: str = ""


class MergeQuestion(Op):
    question: UUID
    into: UUID
    version: Version


class PostNotice(Op):
    text: str


class MuteResident(Op):
    question: UUID
    minutes: Minutes


class TakeQuestion(Op):
    """Without a question: the next one in the declared order."""

    question: UUID | None = None


class GiveAnswer(Op):
    question: UUID
    text: str
    final: bool


class ReturnQuestion(Op):
    question: UUID


class DeferQuestion(Op):
    question: UUID
    due_on: date


class OpenSession(Op):
    pass


class CloseSession(Op):
    pass


class ExtendSession(Op):
    minutes: ExtraMinutes


class CancelSession(Op):
    reason: str


OPS: dict[str, type[Op]] = {
    "question.ask": AskQuestion,
    "question.withdraw": WithdrawQuestion,
    "question.back": BackQuestion,
    "report": Report,
    "question.claim": ClaimQuestion,
    "question.release": ReleaseQuestion,
    "question.approve": ApproveQuestion,
    "question.hold": HoldQuestion,
    "question.decline": DeclineQuestion,
    "question.merge": MergeQuestion,
    "notice.post": PostNotice,
    "resident.mute": MuteResident,
    "question.take": TakeQuestion,
    "answer.give": GiveAnswer,
    "question.return": ReturnQuestion,
    "question.defer": DeferQuestion,
    "session.open": OpenSession,
    "session.close": CloseSession,
    "session.extend": ExtendSession,
    "session.cancel": CancelSession,
}
