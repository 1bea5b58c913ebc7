"""Promises beside the answer or the question that they are from, each with its later steps, as scenes of the debate."""

from collections.abc import Iterable

from sessions.models import promise_state_label
from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.script_detection import text_language
from sessions.record.forms.akoma_ntoso.elements import REMOVED_IN_ENGLISH, XML_LANG, Element, add
from sessions.record.forms.akoma_ntoso.meta import utc
from sessions.record.promises_noted import ShownPromise

WRITTEN = "A written answer."


def add_promises(section: Element, promises: Iterable[ShownPromise]) -> None:
    for promise in promises:
        _add_promise(section, promise)


def _add_promise(section: Element, promise: ShownPromise) -> None:
    day = f", by {promise.due_on.isoformat()}" if promise.due_on else ""
    head = f"Promise {promise.number}{day}; now: {promise_state_label(promise.state, promise.claim_end)}."
    words = promise.what if promise.what is not None else REMOVED_IN_ENGLISH
    _add_scene(section, f"promise-{promise.number}", head, words or WRITTEN)
    for number, step in enumerate(promise.later_steps, start=1):
        until = f", by {step.due_on.isoformat()}" if step.due_on and step.step in ("new_day", "confirm") else ""
        line = f"{utc(step.at)}: {promise_state_label(step.state, step.claim_end)}{until}."
        said = step.text if step.text is not None else REMOVED_IN_ENGLISH
        _add_scene(section, f"promise-{promise.number}-step-{number}", line, said)


def _add_scene(section: Element, id: str, line: str, words: str) -> None:
    scene = add(section, "scene", eId=id)
    shown = " ".join(plain_text(words).split())
    first = add(scene, "i", line)
    if shown:
        first.tail = " "
        add(scene, "inline", shown, name="words").set(XML_LANG, text_language(shown))
