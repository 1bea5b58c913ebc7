"""Random commands as on a busy evening, and their results in a form that can be compared."""

import json
import random
import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chatserver.live.commands.replies import Reply
from chatserver.live.commands.submitted_commands import SubmittedCommand
from chatserver.live.wire.decoding import make_command
from moderation.models import Decision
from sessions.models import Answer, Backing, Correction, Mute, Question, Report, StoredReply, Stream
from tests.factories.evening import Evening

GOOD_TEXTS = ("When will the drain be cleaned?", "নর্দমা কবে পরিষ্কার হবে?", " Lights? \n")
BAD_TEXTS = ("", "a\u202eb", "long " * 250)
RESIDENTS_SAY = ("question.ask", "question.ask", "question.ask", "question.back", "question.back", "question.back")
RARELY = (
    "question.withdraw",
    "report",
    "notice.post",
    "resident.mute",
    "resident.unmute",
    "question.take_down",
    "report.dismiss",
    "session.extend",
    "session.open",
    "session.close",
)
STAFF_SAY = (
    *("question.approve", "question.approve", "question.claim", "question.release", "question.hold"),
    *("question.decline", "question.merge", "question.take", "question.return", "question.defer"),
    *("answer.give", "answer.correct", "answer.finish"),
)
AT_ONCE = 14


@dataclass(frozen=True)
class Planned:
    """One command before the questions are known: `first` and `second` choose among them."""

    who: str
    op: str
    door: str
    language: str
    ref: UUID
    is_signed_out: bool
    first: float
    second: float
    flag: bool
    text: str


def plan_rounds(seed: int, rounds: int) -> list[list[Planned]]:
    """The commands of each round. Some repeat an earlier one's ref, with its content or another."""
    chance = random.Random(seed)
    refs: list[Planned] = []
    return [[_plan(chance, refs) for _place in range(chance.randint(1, AT_ONCE))] for _round in range(rounds)]


def _plan(chance: random.Random, before: list[Planned]) -> Planned:
    if before and chance.random() < 0.1:
        return chance.choice(before)
    is_resident = chance.random() < 0.65
    op = chance.choice(RESIDENTS_SAY if is_resident else chance.choice((STAFF_SAY, STAFF_SAY, STAFF_SAY, RARELY)))
    who = chance.choice(("resident 0", "resident 1", "resident 2")) if is_resident else _who_may(op)
    planned = Planned(
        who=who if chance.random() < 0.92 else chance.choice(("visitor", "neighbour", "clerk", "moderator")),
        op=op,
        door=chance.choice(("any",) * 12 + ("room", "desk")),
        language=chance.choice(("en", "bn")),
        ref=chance.choice(before).ref if before and chance.random() < 0.05 else UUID(int=chance.getrandbits(128)),
        is_signed_out=chance.random() < 0.04,
        first=chance.random(),
        second=chance.random(),
        flag=chance.random() < 0.7,
        text=chance.choice(BAD_TEXTS if chance.random() < 0.2 else GOOD_TEXTS),
    )
    before.append(planned)
    return planned


def _who_may(op: str) -> str:
    if op.startswith("answer.") or op in {"question.take", "question.return", "question.defer"}:
        return "councillor"
    if op in {"question.withdraw", "report"}:
        return "resident 0"
    return "clerk" if op.startswith("session.") else "moderator"


def make_submitted(evening: Evening, planned: Planned, neighbour: Any) -> SubmittedCommand:
    """The command, about the questions that exist by now."""
    questions = list(Question.objects.filter(pk__in=_asked(evening)).order_by("asked_at"))
    one = questions[int(planned.first * len(questions))] if questions else None
    other = questions[int(planned.second * len(questions))] if questions else None
    missing = str(UUID(int=7))
    about = {"question": str(one.pk) if one else missing}
    seen = about | {"version": one.version if one and planned.second < 0.9 else 1}
    fields: dict[str, dict[str, Any]] = {
        "question.ask": {"text": planned.text, "kind": "question"},
        "question.back": about | {"on": planned.flag},
        "report": about | {"why": planned.text},
        "question.decline": seen | {"reason": "campaign", "note": planned.text},
        "question.take_down": seen | {"reason": "attack", "note": planned.text},
        "question.merge": seen | {"into": str(other.pk) if other else missing},
        "notice.post": {"text": planned.text},
        "resident.mute": about | {"minutes": 10},
        "question.take": {} if planned.flag else about,
        "answer.give": about | {"text": planned.text, "final": planned.flag},
        "answer.correct": about | {"part": _part_of(one), "text": planned.text},
        "question.defer": about | {"due_on": "2099-01-01"},
        "session.extend": {"minutes": 5},
    }
    op = planned.op
    unseen = {"question.withdraw", "question.return", "answer.finish", "resident.unmute"}
    others = about if op in unseen else {} if op.startswith("session.") else seen
    command = make_command(str(planned.ref), op, fields.get(op, others))
    people = {"visitor": None, "neighbour": neighbour, "moderator": evening.moderator, "clerk": evening.clerk}
    people |= {"councillor": evening.councillor} | {f"resident {n}": one for n, one in enumerate(evening.residents)}
    person = people[planned.who]
    key = "ended" if planned.is_signed_out else None
    account_id = person.pk if person else None
    return SubmittedCommand(
        account_id, evening.chat_session.pk, planned.door, planned.language, command, key, is_proven=True
    )


def _part_of(question: Question | None) -> int:
    given = Answer.objects.filter(question=question).first() if question else None
    return (given and given.seq) or 1


def observe(evening: Evening, replies: list[Reply]) -> dict[str, Any]:
    """The replies, both streams and all tables, with ids, receipts, roots and moments replaced by names."""
    questions = Question.objects.filter(chat_session=evening.chat_session)
    public_ids = {person.pk: person.username for person in (*evening.residents, evening.moderator)}
    seen = {
        "answers": [json.loads(reply.text) for reply in replies],
        "public": evening.public_events(),
        "desk": evening.desk_events(),
        "ends": list(Stream.objects.filter(chat_session=evening.chat_session).order_by("name").values_list("seq")),
        "state": type(evening.chat_session).objects.values_list("state", "ends_at").get(pk=evening.chat_session.pk),
        "questions": rows(questions, "pk", "author", "state", "version", "text", "label", "kind", "backing", "reason"),
        "more": rows(questions, "pk", "note", "merged_into", "due_on", "claimed_by", "queued_at", "taken_at"),
        "backings": rows(Backing.objects.all(), "question", "person"),
        "answers given": rows(Answer.objects.all(), "question", "text", "final", "seq"),
        "corrections": rows(Correction.objects.all(), "answer__question", "answer__seq", "before"),
        "mutes": rows(Mute.objects.all(), "person"),
        "reports": rows(Report.objects.all(), "question", "person", "why"),
        "decisions": rows(Decision.objects.all(), "question", "moderator", "step", "version", "reason"),
        "replies": rows(StoredReply.objects.all(), "ref", "person", "result"),
        "people": public_ids,
    }
    named = json.dumps(seen, default=str, ensure_ascii=False)
    for number, question_id in enumerate(_asked(evening)):
        question = questions.get(pk=question_id)
        named = named.replace(str(question_id), f"question {number}").replace(question.receipt, f"receipt {number}")
        if question.commitment:
            named = named.replace(question.commitment, f"commitment {number}")
        if question.asker:
            named = named.replace(question.asker, f"asker {question.author_id}")
    named = re.sub(r'"commitment": "[\w-]{43}"', '"commitment": "of removed words"', named)
    named = re.sub(r'"[A-Za-z0-9+/]{43}="', '"the root of a tree"', named)
    named = re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z|\+00:00)", "then", named)
    observed: dict[str, Any] = json.loads(re.sub(r'"after_ms": \d+', '"after_ms": 0', named))
    return {
        name: sorted(value, key=str) if name not in IN_THEIR_ORDER and isinstance(value, list) else value
        for name, value in observed.items()
    }


IN_THEIR_ORDER = {"answers", "public", "desk"}


def rows(queryset: Any, *names: str) -> list[list[Any]]:
    return [list(row) for row in queryset.values_list(*names)]


def _asked(evening: Evening) -> list[str]:
    """The ids of all questions, in the order in which they were asked."""
    return [event["id"] for event in evening.desk_events() if event["type"] == "question.asked"]
