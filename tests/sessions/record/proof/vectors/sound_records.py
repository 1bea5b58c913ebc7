"""Sound records of all kinds, made by the product: real evenings, closed, sealed, corrected and redacted."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from moderation.questions.notices import post_notice
from moderation.questions.removal import take_down_question, take_down_with_answers
from moderation.questions.rewording import reword_question
from moderation.questions.screening import decline_question, hold_question, merge_question
from moderation.questions.separating import separate_question
from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session, extend_chat_session, open_chat_session
from sessions.chats.calendar.lifecycle.rescheduling import move_chat_session
from sessions.chats.calendar.lifecycle.sealing import seal_chat_session
from sessions.chats.questions.answer_corrections import correct_answer, parts_given_by
from sessions.chats.questions.floor import give_answer
from sessions.chats.questions.own_questions import back_question, withdraw_question
from sessions.chats.questions.written_answers.answering import give_written_answer
from sessions.contract.owed_outcomes import OwedOutcome
from sessions.log.audit import CLOCK, OPERATOR
from sessions.log.steps.locks import lock_chat_session
from sessions.models import LogCheckpoint, MonthRecord, Office, Question, Record
from sessions.promises.owed_block.answering import answer_owed
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer
from sessions.record.forms.served_document import served_document
from sessions.record.proof.consistency import newest_published
from sessions.record.proof.declarations import add_cosignature
from sessions.record.proof.notes.checkpoints import encoded_root
from sessions.record.proof.stored_leaves import hashes_of
from sessions.record.proof.tiles import entry_bundle
from sessions.record.proof.tree import consistency_proof
from sessions.record.redaction.confirming import confirm_redaction
from sessions.record.redaction.proposing import propose_redaction
from sessions.record.sealing.live_checkpoints import commit_live_entries
from sessions.tick import tick
from tests.factories.clerks import COURT_ORDER, make_clerk
from tests.factories.evening import Evening, make_evening, make_person
from tests.factories.promises import promise_of
from tests.factories.written_answers import put_on_notice
from tests.sessions.promises.owed_block.test_owed_block import complaint
from tests.sessions.record.proof.cosigning import PLAIN, TIMED, TestWitness
from tests.sessions.record.proof.vectors.fixed_world import World

BENGALI = "৯৫ নম্বর ওয়ার্ডের নালা কবে পরিষ্কার হবে? ক্ষমা করবেন।"
URDU = "نالی کب صاف ہوگی؟ ٹھیک ہے ڈاکٹر صاحب، شکریہ۔"
HARD = 'Née "ক্ষ" — \\ / \u00a0& <b> 👩‍👩‍👧 \U0001f9ff 漢字 \U00013000 ﷽'
WITNESSES = (
    TestWitness("witness.example/timed", TIMED, b"t" * 32),
    TestWitness("elsewhere.example/plain", PLAIN, b"p" * 32),
)
OLDER = "before-drafts"
"""Made and sealed by the version of commit 84ad2d35: no newer one makes such a record, and the file is kept."""


@dataclass
class Sound:
    """A download, and what it is verified with: each of files by the name of the verifier's option."""

    document: dict[str, Any]
    witnesses: tuple[str, ...] = ()
    files: dict[str, bytes] = field(default_factory=dict)


def served(evening: Evening) -> dict[str, Any]:
    return served_document(Record.objects.get(chat_session=evening.chat_session))


def close(world: World, evening: Evening) -> None:
    world.later(minutes=58, seconds=1, milliseconds=7)
    close_chat_session(evening.chat_session, by="clerk")


def seal(world: World, evening: Evening) -> Sound:
    world.later(hours=72)
    seal_chat_session(evening.chat_session, by=CLOCK)
    return Sound(served(evening))


def commit_live(evening: Evening) -> str:
    """The checkpoint that everybody in the room is told."""
    row = commit_live_entries(lock_chat_session(evening.chat_session.pk))
    assert row is not None
    return row.note


def answer(evening: Evening, text: str, question: Question | None = None, *, final: bool = True) -> Question:
    taken = evening.take(question or evening.queue())
    give_answer(evening.chat_session, taken.pk, person=evening.councillor, text=text, final=final)
    return taken


def correct(evening: Evening, question: Question, text: str) -> None:
    [part] = parts_given_by(evening.councillor, evening.chat_session.pk)
    correct_answer(evening.chat_session, question.pk, person=evening.councillor, part=part, text=text)


def decline(evening: Evening, text: str, reason: str, *, by: int = 0) -> Question:
    asked = evening.ask(text, by=by)
    return decline_question(
        evening.chat_session, asked.pk, moderator=evening.moderator, version=asked.version, reason=reason, note=""
    )


def decide(step: Callable[..., Question], evening: Evening, question: Question, **told: Any) -> Question:
    question.refresh_from_db()
    return step(evening.chat_session, question.pk, moderator=evening.moderator, version=question.version, **told)


def redact(world: World, evening: Evening, clerk: Any, kind: str, ground: str = "court_order") -> None:
    entries = served(evening)["entries"]
    n = next(each["n"] for each in entries if each["type"] == kind and any(each["texts"].values()))
    order = COURT_ORDER if ground == "court_order" else {"ground": ground}
    authority = "The High Court, order 7 of 2027" if ground == "court_order" else "The clerk of the ward"
    proposed = propose_redaction(evening.chat_session, {n: ()}, authority=authority, clerk=evening.clerk, **order)
    world.later(hours=1)
    confirm_redaction(proposed.pk, clerk=clerk)


def whole_log() -> bytes:
    newest = LogCheckpoint.objects.latest("pk")
    return entry_bundle(newest, number=0, width=newest.size)


def ledger() -> bytes:
    rows: bytes = Client().get("/ledger.json").content
    return rows


def support(evening: Evening) -> bytes:
    """The leaves of all supporters, which are public once the chat is over."""
    leaves: bytes = Client().get(f"/chat/{evening.chat_session.pk}/support.json").content
    return leaves


def empty(world: World) -> Sound:
    evening = make_evening()
    close(world, evening)
    return seal(world, evening)


def every_outcome(world: World) -> Sound:
    """Answered in two parts, refused, merged, withdrawn, held, unread; and a checkpoint while it was live."""
    evening = make_evening()
    first = evening.queue("When will the drain be cleaned?")
    back_question(evening.chat_session, first.pk, person=evening.residents[1], on=True)
    commit_live(evening)
    world.later(minutes=1, milliseconds=3)
    answer(evening, "From Monday on.", first, final=False)
    give_answer(evening.chat_session, first.pk, person=evening.councillor, text="The crew has nine men.", final=True)
    decline(evening, "Insult!", "attack")
    into = evening.queue("Why is the lane dark?", by=1)
    decide(merge_question, evening, evening.ask("The lane has no light.", by=2), into=into.pk)
    gone = evening.queue("Never mind.", by=2)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[2])
    decide(hold_question, evening, evening.ask("Who took the money?", by=1))
    evening.ask("Is the pump broken?", by=2)
    post_notice(evening.chat_session, moderator=evening.moderator, text="Ten minutes left.")
    commit_live(evening)
    close(world, evening)
    sound = seal(world, evening)
    sound.files["entries"] = whole_log()
    return sound


def refusals(world: World) -> Sound:
    """And the record is sealed early, with a reason that is a text with a commitment."""
    evening = make_evening()
    for by, reason in enumerate(("attack", "private_dispute", "campaign")):
        decline(evening, f"Refused for {reason}", reason, by=by)
    close(world, evening)
    seal_chat_session(evening.chat_session, by=OPERATOR, reason="The month’s archive closes tonight.")
    return Sound(served(evening))


def merges(world: World) -> Sound:
    """Public and never public ones, common words, and one that is separated again."""
    evening = make_evening()
    into = evening.queue("When is the park open?")
    public, silent = evening.queue("Is the park open?", by=1), evening.ask("Open the park!", by=2)
    decide(merge_question, evening, public, into=into.pk)
    decide(merge_question, evening, silent, into=into.pk)
    decide(reword_question, evening, into, text="When does the park open, and when does it close?")
    decide(separate_question, evening, public, note="Another park.")
    close(world, evening)
    return seal(world, evening)


def undecided(world: World) -> Sound:
    evening = make_evening()
    for by in range(2):
        decide(hold_question, evening, evening.ask(f"Held: {by}?", by=by))
    evening.ask("Nobody has read this.", by=2)
    close(world, evening)
    return seal(world, evening)


def removals(world: World) -> Sound:
    """One whose words were committed to before they went; one with its answer; one with common words."""
    evening = make_evening()
    early, late = evening.queue("Removed after a checkpoint."), evening.queue("Removed with its answer.", by=1)
    commit_live(evening)
    answer(evening, "As you say: removed with its answer.", late)
    united = evening.queue("Removed with common words.", by=2)
    decide(merge_question, evening, evening.ask("The same?", by=1), into=united.pk)
    decide(reword_question, evening, united, text="Common words.")
    decide(take_down_question, evening, early, reason="attack", note="")
    decide(take_down_with_answers, evening, late, reason="private_dispute", note="")
    decide(take_down_question, evening, united, reason="attack", note="")
    close(world, evening)
    return seal(world, evening)


def withdrawals(world: World) -> Sound:
    """Another one that was merged into it takes its place."""
    evening = make_evening()
    gone = evening.queue("When will the school reopen?")
    decide(merge_question, evening, evening.queue("When does the school open?", by=1), into=gone.pk)
    withdraw_question(evening.chat_session, gone.pk, person=evening.residents[0])
    close(world, evening)
    return seal(world, evening)


def corrections(world: World) -> Sound:
    """In the draft, twice, and of the sealed record; and somebody kept a checkpoint of the live chat."""
    evening = make_evening()
    asked = answer(evening, "On Monday.")
    kept = commit_live(evening)
    close(world, evening)
    for day in ("Tuesday", "Wednesday"):
        world.later(hours=3)
        correct(evening, asked, f"On {day}.")
    seal(world, evening)
    correct(evening, asked, "On Thursday.")
    return Sound(served(evening), files={"checkpoint": kept.encode()})


def written_answer(world: World) -> Sound:
    evening = make_evening()
    asked = put_on_notice(evening, text="What does the culvert cost?")
    close(world, evening)
    seal(world, evening)
    world.later(days=2)
    give_written_answer(evening.chat_session, asked.pk, person=evening.councillor, text="₹ 12,40,000.50 in all.")
    return Sound(served(evening), files={"entries": whole_log()})


def promises(world: World) -> Sound:
    """With a list of what is owed from last time, one of them a complaint, and a new promise in an answer."""
    evening = make_evening(is_live=False)
    office: Any = evening
    kept = promise_of(office, "The drain will be cleaned.", due_on=timezone.localdate() - timedelta(days=3))
    promise_of(office, "Nine lamps will burn.", due_on=timezone.localdate() - timedelta(days=1))
    complaint(evening, evening.queue("95-2027-3: The drain overflows.", by=1))
    world.later(hours=1)
    evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    answer_owed(
        evening.chat_session,
        kept.pk,
        person=evening.councillor,
        outcome=OwedOutcome.KEPT,
        text="It is clean since Monday.",
    )
    taken = evening.take(evening.queue("When is the gate mended?"))
    due_on = timezone.localdate() + timedelta(days=30)
    give_promising_answer(
        evening.chat_session,
        taken.pk,
        person=evening.councillor,
        text="The gate is mended within a month.",
        final=True,
        promised=Promised(what="The gate is mended.", due_on=due_on),
    )
    close(world, evening)
    return seal(world, evening)


def moved_and_overridden(world: World) -> Sound:
    """Moved to another day, handed over to a successor, extended; the second question taken before the first."""
    evening = make_evening(is_live=False)
    because = {"en": "A storm is forecast.", "bn": "ঝড়ের পূর্বাভাস।", "ur": "طوفان کی پیش گوئی ہے۔"}
    chat, clerk = evening.chat_session, evening.clerk
    starts_at = chat.starts_at + timedelta(days=1)
    evening.chat_session = move_chat_session(chat, starts_at=starts_at, because=because, sequence=0, clerk=clerk)
    world.later(days=1, hours=1)
    today = timezone.localdate()
    Office.objects.update(to_on=today - timedelta(days=1))
    successor = make_person("successor")
    Office.objects.create(
        ward=evening.ward, kind="councillor", holder=successor, names={"en": "Asha Sen", "bn": "আশা সেন"}, from_on=today
    )
    evening.councillor = successor
    evening.chat_session = open_chat_session(evening.chat_session, by="clerk")
    following = evening.queue("First?")
    back_question(evening.chat_session, following.pk, person=evening.residents[2], on=True)
    answer(evening, "The second first.", evening.queue("Second?", by=1))
    extend_chat_session(evening.chat_session, minutes=5, by="clerk")
    close(world, evening)
    return seal(world, evening)


def month_log(world: World) -> Sound:
    """A ward's month with the decisions of its evening, and the ledger that lists them."""
    evening = make_evening()
    evening.queue("When will the drain be cleaned?")
    decide(hold_question, evening, evening.ask("Who took the money?", by=1))
    decline(evening, "Insult!", "attack", by=2)
    close(world, evening)
    world.later(days=35)
    tick()
    return Sound(served_document(MonthRecord.objects.get()), files={"ledger": ledger(), "entries": whole_log()})


def draft(world: World) -> Sound:
    evening = make_evening()
    answer(evening, "By Friday.")
    close(world, evening)
    return Sound(served(evening))


def redaction(world: World) -> Sound:
    evening, clerk = make_evening(), make_clerk()
    answer(evening, "In flat 4, as the resident of it says.", evening.queue("Who lives in flat 4?"))
    close(world, evening)
    seal(world, evening)
    redact(world, evening, clerk, "question.queued")
    return Sound(served(evening), files={"entries": whole_log()})


def two_redactions(world: World) -> Sound:
    """On two grounds, and so three states."""
    evening, clerk = make_evening(), make_clerk()
    answer(evening, "The lamp is lit by the shop.", evening.queue("Why is it dark beside my house?"))
    close(world, evening)
    seal(world, evening)
    redact(world, evening, clerk, "question.queued")
    world.later(days=1)
    redact(world, evening, clerk, "answer.given", "error")
    return Sound(served(evening), files={"entries": whole_log()})


def before_drafts(_world: World) -> Sound:
    folder = Path(__file__).parents[5] / "chatserver/docs/vectors/sound"
    return Sound(json.loads((folder / f"{OLDER}.json").read_bytes()))


def older_download(world: World) -> Sound:
    """Downloaded before a redaction: the log goes on. With the newer checkpoint and the proof between the two."""
    evening, clerk = make_evening(), make_clerk()
    evening.queue("Who lives in flat 9?")
    close(world, evening)
    sound = seal(world, evening)
    size = LogCheckpoint.objects.latest("pk").size
    redact(world, evening, clerk, "question.queued")
    newest = newest_published()
    assert newest is not None
    proof = [encoded_root(each) for each in consistency_proof(hashes_of(newest), size)]
    consistency = json.dumps({"proof": proof}).encode()
    sound.files |= {"checkpoint": newest.note.encode(), "consistency": consistency, "entries": whole_log()}
    return sound


def evening_with_ledger(world: World) -> Sound:
    """The evening's close says how many decisions there were, and the root over them."""
    evening = make_evening()
    into = evening.queue("When will the drain be cleaned?")
    decide(hold_question, evening, evening.ask("Held?", by=1))
    decide(merge_question, evening, evening.ask("Clean the drain!", by=2), into=into.pk)
    decline(evening, "Insult!", "attack", by=1)
    close(world, evening)
    sound = seal(world, evening)
    sound.files["ledger"] = ledger()
    return sound


def support_with_leaves(world: World) -> Sound:
    """Three supporters of a question that was answered, and two of one that was not; with the leaves of all."""
    evening = make_evening(residents=5)
    taken, waiting = evening.queue("When will the drain be cleaned?"), evening.queue("Why is the lane dark?", by=1)
    for question, supporters in ((taken, (1, 2, 3)), (waiting, (0, 4))):
        for each in supporters:
            back_question(evening.chat_session, question.pk, person=evening.residents[each], on=True)
    answer(evening, "From Monday on.", taken)
    close(world, evening)
    sound = seal(world, evening)
    sound.files["support"] = support(evening)
    return sound


def witnessed(world: World) -> Sound:
    evening = make_evening()
    answer(evening, "By Friday.")
    close(world, evening)
    seal(world, evening)
    note = LogCheckpoint.objects.latest("pk").note
    for witness in WITNESSES:
        add_cosignature(note + witness.line(note, 1_799_000_000), vkey=witness.vkey)
    return Sound(served(evening), witnesses=tuple(each.vkey for each in WITNESSES))


def scripts(world: World) -> Sound:
    """Words that break canonical forms: joiners, signs beyond 16 bits, letters that Unicode composes, escapes."""
    evening = make_evening()
    asked = evening.queue(BENGALI)
    evening.queue(URDU, by=1)
    answer(evening, HARD, asked)
    post_notice(evening.chat_session, moderator=evening.moderator, text="e\u0301 \u09a1\u09bc \ufb01 " + "ক" * 3)
    decline(evening, "گالی", "attack", by=2)
    close(world, evening)
    return seal(world, evening)


SOUND: dict[str, Callable[[World], Sound]] = {
    each.__name__.replace("_", "-"): each
    for each in (
        empty,
        every_outcome,
        refusals,
        merges,
        undecided,
        removals,
        withdrawals,
        corrections,
        written_answer,
        promises,
        moved_and_overridden,
        month_log,
        draft,
        redaction,
        two_redactions,
        before_drafts,
        older_download,
        evening_with_ledger,
        support_with_leaves,
        witnessed,
        scripts,
    )
}
