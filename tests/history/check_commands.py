"""Checks the commands that clients sent against the log: each got an end, and acked ones were done once; pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.clients.journal import GAVE_UP, Journal
from tests.history.log_dump import LogDump

EFFECTS = {
    "question.ask": "question.asked",
    "question.withdraw": "question.withdrawn",
    "question.claim": "question.claimed",
    "question.release": "question.released",
    "question.approve": "question.approved",
    "question.hold": "question.held",
    "question.decline": "question.declined",
    "question.merge": "question.merged",
    "question.take": "question.taken",
    "question.return": "question.returned",
    "question.defer": "question.on_notice",
}
"""By op on a question, the one desk event that it leaves, with the version that its ack names."""


@dataclass
class Call:
    """One person's command under one ref, however often it was sent."""

    person: str
    ref: str
    op: str = ""
    bodies: list[dict[str, Any]] = field(default_factory=list)
    results: list[dict[str, Any]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    unknown: int = 0
    given_up: int = 0

    @property
    def is_refused(self) -> bool:
        """Whether every answer was a final refusal: then nothing may have been done."""
        return not self.results and not self.unknown and len(self.refusals) == len(self.bodies)

    @property
    def text(self) -> str:
        return str(self.bodies[0].get("text", ""))


def gather_calls(journals: Iterable[Journal]) -> list[Call]:
    calls: dict[tuple[str, str], Call] = {}
    for journal in journals:
        for entry in journal.entries:
            if "ref" not in entry:
                continue
            call = calls.setdefault((journal.person, entry["ref"]), Call(journal.person, entry["ref"]))
            match entry["what"]:
                case "invoke":
                    call.op = entry["op"]
                    call.bodies.append(entry["fields"])
                case "ok":
                    call.results.append(entry["result"])
                case "fail" if not entry["retry"]:
                    call.refusals.append(entry["code"])
                case _:
                    call.unknown += 1  # a temporary refusal may stand for a commit whose own answer was lost
                    call.given_up += entry.get("why") == GAVE_UP
    return list(calls.values())


def check_ends(calls: Iterable[Call]) -> Iterator[str]:
    for call in calls:
        ends = len(call.results) + len(call.refusals) + call.unknown
        if ends < len(call.bodies):
            yield f"I8: {call.op} {call.ref} never came to an end"
        elif ends - call.given_up > len(call.bodies):  # an answer may still come after the client gave up
            yield f"I8: {call.op} {call.ref} ended {ends} times, and was sent {len(call.bodies)} times"


def check_effects(calls: list[Call], dump: LogDump) -> Iterator[str]:
    stored: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for reply in dump.replies:
        stored[reply.ref].append(reply.result)
    sharing = Counter(call.ref for call in calls)
    for call in calls:
        results = stored[call.ref]
        if any(result not in results for result in call.results):
            yield f"I1: {call.op} {call.ref} was acked as {call.results}, and is kept as {results}"
        if any(result != call.results[0] for result in call.results):
            yield f"I1: {call.op} {call.ref} got several answers: {call.results}"
        if call.is_refused and sharing[call.ref] == 1 and results:
            yield f"I1: {call.op} {call.ref} was refused ({call.refusals}), and done"
        if len(results) > sharing[call.ref]:
            yield f"I1: {call.op} {call.ref} was done {len(results)} times"
        for result in call.results[:1] or results[:1]:
            yield from _check_effect(call, result, dump)
    yield from (f"I1: {ref} was done, and nobody sent it" for ref in sorted(stored.keys() - sharing.keys()))
    yield from _check_asked(dump)
    yield from _check_backing(calls, dump)


def _check_effect(call: Call, result: dict[str, Any], dump: LogDump) -> Iterator[str]:
    if call.op == "notice.post":
        found = [event for event in dump.events("public", "notice.posted") if event["seq"] == result["seq"]]
        is_so = [event["text"] for event in found] == [call.text]
    elif call.op in EFFECTS:
        found = [
            event
            for event in dump.events("desk", EFFECTS[call.op])
            if (event["id"], event["version"]) == (result["question"], result["version"])
        ]
        is_so = len(found) == 1 and found[0].get("text", call.text) == call.text
    else:
        return
    if not is_so:
        yield f"I1: {call.op} {call.ref} with {result} stands in the log as {found}"


def _check_asked(dump: LogDump) -> Iterator[str]:
    """Every op that asks or posts leaves one reply for its sender, so there are no more events than replies."""
    kept = Counter(str(reply.result["question"]) for reply in dump.replies if "receipt" in reply.result)
    asked = Counter(str(event["id"]) for event in dump.events("desk", "question.asked"))
    rows = Counter(question.id for question in dump.questions)
    if not kept == asked == rows:
        odd = sorted(key for key in kept | asked | rows if not kept[key] == asked[key] == rows[key])
        yield f"I1: these questions have not one row, one event and one kept answer each: {odd}"
    posted = sorted(event["seq"] for event in dump.events("public", "notice.posted"))
    if posted != sorted(reply.result["seq"] for reply in dump.replies if "seq" in reply.result):
        yield f"I1: the notices {posted} have not one kept answer each"


def _check_backing(calls: list[Call], dump: LogDump) -> Iterator[str]:
    """A counter is the number of its rows; if all commands on a question were answered, it is as they say."""
    said: dict[str, dict[str, bool]] = defaultdict(dict)
    unsure = set()
    for call in calls:
        if call.op == "question.back" and call.results:
            said[call.bodies[0]["question"]][call.person] = call.results[0]["on"]
        elif call.op == "question.back" and call.unknown:
            unsure.add(call.bodies[0]["question"])
    for question in dump.questions:
        if question.backing != question.backers:
            yield f"I1: question {question.id} counts {question.backing} backers and has {question.backers}"
        if question.id not in unsure and question.backers != sum(said[question.id].values()):
            yield f"I1: question {question.id} has {question.backers} backers, and heard of {said[question.id]}"
