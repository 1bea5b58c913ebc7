"""A random evening as the events of its two streams, made by the rules of the log without a database."""

import random
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

MASKED = {"start": 1, "end": 3, "checks": ["mobile"]}
STARTS_AT = datetime(2027, 1, 2, 13, 0, tzinfo=UTC)
EVENING = {
    "id": str(UUID(int=95)),
    "ward": 95,
    "starts_at": "2027-01-02T13:00:00.000Z",
    "ends_at": "2027-01-02T14:00:00.000Z",
    "office": {"kind": "councillor", "name_en": "Asha Sen", "name_bn": "আশা সেন"},
    "order": "fair-1",
}


def facts_of(card: dict[str, Any]) -> dict[str, Any]:
    return {name: card[name] for name in ("id", "kind", "receipt", "asked_at")}


class RandomEvening:
    """Grows both streams step by step; every choice comes from the seed."""

    def __init__(self, seed: int, steps: int, *, after_close: Collection[str] = ()) -> None:
        """after_close: "mended" for corrections and written answers, "redacted" for redactions in public.

        Scripts do not fold those; they ask for the state again.
        """
        self.after_close = after_close
        self.random = random.Random(seed)
        self.public: list[dict[str, Any]] = []
        self.desk: list[dict[str, Any]] = []
        self.versions: dict[str, int] = {}
        self.waiting: list[dict[str, Any]] = []
        self.queue: list[str] = []
        self.merged: list[tuple[dict[str, Any], str]] = []
        """Cards, and the questions into which they were merged."""
        self.floor: str | None = None
        self.finished: list[str] = []
        self.on_notice: list[str] = []
        self.withdrawn: set[str] = set()
        self.given: list[dict[str, Any]] = []
        self.notices: list[int] = []
        self.say("session.announced", session=EVENING)
        self.say("session.opened", ends_at=EVENING["ends_at"], late=False)
        for _step in range(steps):
            self.random.choice(
                (self.ask, self.ask, self.decide, self.decide, self.use_floor, self.use_floor, self.talk, self.correct)
            )()
        for _redacted in range(steps // 10 if "redacted" in after_close else 0):
            self.redact()

    def say(self, event: str, **body: Any) -> None:
        self.public.append({"seq": len(self.public) + 1, "type": event, "at": self.now(), **body})
        if event == "answer.given":
            self.given.append(self.public[-1])

    def tell_desk(self, event: str, question: str, state: str, **more: Any) -> None:
        self.versions[question] += 1
        body = {"id": question, "state": state, "version": self.versions[question], **more}
        self.desk.append({"seq": len(self.desk) + 1, "type": event, "at": self.now(), **body})

    def now(self) -> str:
        moment = STARTS_AT + timedelta(seconds=len(self.public) + len(self.desk))
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def ask(self) -> None:
        card = {
            "id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "text": self.random.choice(("When will the drain be cleaned?", "পাড়ায় জল জমে", "<b>নর্দমা</b>")),
            "kind": self.random.choice(("question", "complaint", "suggestion")),
            "label": "Resident, ward 95",
            "receipt": f"{len(self.versions):010}",
            "asked_at": self.now(),
            **self.random.choice(({}, {"topic": "water"}, {"topic": "other"})),
        }
        self.versions[card["id"]] = 1
        self.waiting.append(card)
        seen = self.random.choice(({}, {}, {"looks_like": ["phone"], "masked": [MASKED]}))
        body = {"type": "question.asked", "at": self.now(), **card, "version": 1, **seen}
        self.desk.append({"seq": len(self.desk) + 1, **body})

    def decide(self) -> None:
        if not self.waiting:
            return
        card = self.waiting.pop(self.random.randrange(len(self.waiting)))
        if self.random.random() < 0.5:
            self.claim(card["id"])
        match self.random.choice(("approve", "approve", "hold", "unmask", "decline", "merge", "withdraw")):
            case "approve":
                self.queue.append(card["id"])
                self.tell_desk("question.approved", card["id"], "queued", claimed_by=None)
                placing = self.random.choice(({}, {"asker": "3f9a"}, {"asker": "77c0", "first_time": True}))
                placing |= self.random.choice(({}, {"standing": "counted"}, {"standing": "not_counted"}))
                self.say("question.queued", **card, **placing)
            case "hold":
                self.waiting.append(card)
                self.tell_desk("question.held", card["id"], "held", claimed_by="Mod")
            case "unmask":
                self.waiting.append(card)
                self.tell_desk("question.unmasked", card["id"], "waiting", masked=[])
            case "decline":
                self.tell_desk("question.declined", card["id"], "declined", reason="off_topic", note=None)
            case "merge" if self.queue:
                self.merge(card, self.random.choice(self.queue))
            case _:
                self.tell_desk("question.withdrawn", card["id"], "withdrawn")

    def merge(self, card: dict[str, Any], into: str) -> None:
        self.merged.append((card, into))
        self.tell_desk("question.merged", card["id"], "merged", into=into)
        self.say("question.merged", id=card["id"], into=into)
        words = self.random.choice((None, "Common words?"))
        self.say("question.united", id=into, asked=self.random.randrange(1, 4), scripts=1, words=words)

    def separate(self, card: dict[str, Any], target: str) -> None:
        """Into the queue again, or to be decided."""
        self.merged.remove((card, target))
        state = self.random.choice(("queued", "waiting"))
        self.tell_desk("question.separated", card["id"], state, into=None, claimed_by=None, note="Another street")
        self.say("question.unmerged", **facts_of(card), **{"from": target})
        if state == "queued":
            self.queue.append(card["id"])
            self.say("question.queued", **card)
        else:
            self.waiting.append(card)
        if target in self.queue:
            self.say("question.united", id=target, asked=1, scripts=1, words=None)

    def claim(self, question: str) -> None:
        """Claim, like an older log, without the end of the claim; perhaps with a decision that can be undone."""
        until = self.random.choice(({}, {"until": self.now()}))
        self.tell_desk("question.claimed", question, "waiting", claimed_by="Mod", **until)
        self.tell_desk("question.passed_on", question, "waiting", passed_on=self.random.choice(([], ["Mod"])))
        self.tell_desk("question.noted", question, "waiting", by="Mod", text="Is it the lane by the pond?")
        pending = {"decision": "hold", "until": self.now()}
        if self.random.random() < 0.5:
            mine = {"claimed_by": "Mod", "until": self.now()}
            self.tell_desk("question.decision_pending", question, "waiting", pending=pending, **mine)
            if self.random.random() < 0.5:
                self.tell_desk("question.decision_undone", question, "waiting", **mine)

    def use_floor(self) -> None:
        if self.floor is None:
            if self.queue:
                self.floor = self.queue.pop(self.random.randrange(len(self.queue)))
                how = self.random.choice(({}, {"by_lot": True, "place": 5}, {"override": "urgent"}))
                self.say("question.taken", id=self.floor, backing=3, **how)
            return
        question = self.floor
        answer = {"question": question, "text": "By Friday.", "by": "Asha Sen", "office": "councillor"}
        match self.random.choice(("part", "finish", "return", "defer")):
            case "part":
                self.say("answer.given", **answer, final=False)
                return
            case "finish":
                self.say("answer.given", **answer, final=True)
                self.say("question.answered", id=question)
                self.finished.append(question)
            case "return":
                self.queue.append(question)
                self.say("question.returned", id=question)
            case _:
                self.say("question.on_notice", id=question, due_on="2027-01-20")
                self.finished.append(question)
                self.on_notice.append(question)
        self.floor = None

    def answer_in_writing(self) -> None:
        """In a real evening only after the close; each fold applies it at any time."""
        owed = [each for each in self.on_notice if each in self.finished]
        if owed:
            question = self.random.choice(owed)
            self.on_notice.remove(question)
            answer = {"question": question, "text": "In March.", "by": "Asha Sen", "office": "councillor"}
            self.say("answer.given", **answer, final=True, written=True)
            self.say("question.answered", id=question)

    def correct(self) -> None:
        """Part of an answer, in every list that has its question; withdrawn and removed ones are in none."""
        standing = [each for each in self.given if each["question"] not in self.withdrawn]
        if standing:
            given = self.random.choice(standing)
            body = {name: given[name] for name in ("question", "by", "office")}
            self.say("answer.corrected", **body, of=given["seq"], text=f"By {self.now()}.")

    def correct_typing_fault(self) -> None:
        """In a notice, or in a question at the request of its author."""
        if self.notices:
            self.say("notice.corrected", of=self.random.choice(self.notices), text=f"Until {self.now()}.")
        if self.queue:
            self.say("question.corrected", id=self.random.choice(self.queue), text=f"When, at {self.now()}?")

    def redact(self) -> None:
        """Words of any earlier event, once the evening is over; and what the desk has of the question."""
        fields = {"question.queued": ["text", "label"], "question.united": ["words"]}
        of_words = (*fields, "answer.given", "answer.corrected", "notice.posted")
        said = [each for each in self.public if each["type"] in of_words]
        if not said:
            return
        gone = self.random.choice(said)
        question = gone.get("id") or gone.get("question")
        texts = fields.get(gone["type"], ["text"])
        facts = {"of": gone["seq"], "what": gone["type"], "given_at": gone["at"], "texts": texts}
        later = [
            each for each in self.public[gone["seq"] :] if each["type"] == gone["type"] and each.get("id") == question
        ]
        why = {"ground": "error", "authority": "The clerk"}
        about = ({"id": question} if question else {}) | ({"superseded": True} if later else {})
        if question:
            own = texts if gone["type"] == "question.queued" else []
            self.tell_desk("question.redacted", question, "answered", texts=own, ground="error")
        if "redacted" in self.after_close:
            self.say("question.redacted", **facts, **why, **about)

    def place_otherwise(self) -> None:
        question = self.random.choice(self.queue)
        if self.random.random() < 0.5:
            self.tell_desk("question.topic_set", question, "queued", topic="roads")
            self.say("question.topic_set", id=question, topic="roads")
        else:
            asked = [*self.queue, self.floor] if self.floor else self.queue
            standing = self.random.choice(("counted", "held"))
            self.say("question.standing_set", id=self.random.choice(asked), standing=standing)

    def talk(self) -> None:
        rarely = (
            "notice",
            "extend",
            "withdraw",
            "remove",
            "report",
            "pause",
            "topic",
            "standing",
            "separate",
            "mend",
            "mend",
        )
        match self.random.choice(rarely):
            case "mend" if "mended" in self.after_close:
                self.random.choice((self.answer_in_writing, self.correct_typing_fault))()
            case "place" if self.queue:
                self.place_otherwise()
            case "separate" if self.merged:
                self.separate(*self.random.choice(self.merged))
            case "notice":
                self.say("notice.posted", text="Ten minutes left.")
                self.notices.append(self.public[-1]["seq"])
            case "extend":
                self.say("session.extended", ends_at="2027-01-02T14:15:00.000Z")
            case "withdraw" if self.queue:
                self.withdraw(self.queue.pop())
            case "remove":
                self.remove_one()
            case "report" if self.queue:
                self.report(self.random.choice(self.queue))
            case "pause" if self.versions:
                self.pause()

    def remove_one(self) -> None:
        """From the queue, the floor or the answered ones."""
        match self.random.choice(("queue", "floor", "finished")):
            case "queue" if self.queue:
                self.remove(self.queue.pop())
            case "floor" if self.floor:
                self.remove(self.floor)
                self.floor = None
            case "finished" if self.finished:
                self.remove(self.finished.pop(self.random.randrange(len(self.finished))))

    def remove(self, gone: str) -> None:
        """Questions that were merged into it wait again."""
        self.withdrawn.add(gone)
        self.tell_desk("question.removed", gone, "removed", reason="attack", note=None, reports=0)
        silent = self.random.choice(({}, {"answers": True}))
        self.say("question.removed", id=gone, reason="attack", backing=self.random.randint(0, 3), **silent)
        for card, into in [pair for pair in self.merged if pair[1] == gone]:
            self.merged.remove((card, into))
            self.waiting.append(card)
            self.tell_desk("question.unmerged", card["id"], "waiting", into=None, in_place_of=gone)
            self.say("question.unmerged", **facts_of(card), **{"from": gone})

    def report(self, question: str) -> None:
        """Or dismiss reports without a step."""
        if self.random.random() < 0.3:
            self.tell_desk("question.reports_dismissed", question, "queued", reports=0)
        else:
            self.tell_desk("question.reported", question, "queued", why="Rude", reports=self.random.randint(1, 20))

    def pause(self) -> None:
        """Mute the author of some of the questions, or release them."""
        some = self.random.sample(sorted(self.versions), min(3, len(self.versions)))
        told = {"minutes": 5, "until": "2027-01-02T14:30:00.000Z"} if self.random.random() < 0.6 else {}
        event = "resident.muted" if told else "resident.unmuted"
        body = {"type": event, "at": self.now(), "question": some[0], **told, "questions": some}
        self.desk.append({"seq": len(self.desk) + 1, **body})

    def withdraw(self, gone: str) -> None:
        """One that was merged into it takes its place, or they wait again."""
        self.withdrawn.add(gone)
        self.tell_desk("question.withdrawn", gone, "withdrawn")
        self.say("question.withdrawn", id=gone)
        merged = [card for card, into in self.merged if into == gone]
        self.merged = [pair for pair in self.merged if pair[1] != gone]
        if merged and self.random.random() < 0.5:
            successor, *others = merged
            self.queue.append(successor["id"])
            self.tell_desk("question.requeued", successor["id"], "queued", into=None, in_place_of=gone)
            self.say("question.queued", **successor, in_place_of=gone)
            for card in others:
                self.merged.append((card, successor["id"]))
                self.tell_desk("question.merged", card["id"], "merged", into=successor["id"])
                self.say("question.merged", id=card["id"], into=successor["id"])
            return
        for card in merged:
            self.waiting.append(card)
            self.tell_desk("question.unmerged", card["id"], "waiting", into=None, in_place_of=gone)
            self.say("question.unmerged", **facts_of(card), **{"from": gone})
