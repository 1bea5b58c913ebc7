"""Prepares people's words, and promises with their later steps, for the typesetter; pure but for the language."""

from typing import Any

from django.utils.translation import gettext as _

from sessions.city.display import clock_time, short_date
from sessions.models import PromiseKind, promise_state_label
from sessions.platform.exports.plain_text import plain_text
from sessions.platform.text.digits import as_code
from sessions.platform.text.script_detection import text_language
from sessions.platform.text.spoken.lists import join_facts, join_with_commas
from sessions.record.promises_noted import PromiseStepShown, ShownPromise

type Layout = dict[str, Any]


def said_layout(text: str | None) -> Layout:
    """The layout of what somebody said. lang: of the words, "en" where it is not known: typst has none for that."""
    shown = plain_text(text) if text else _("These words were removed.")
    language = text_language(shown)
    return {"lines": shown.split("\n"), "lang": "en" if language == "und" else language}


def promise_layout(promise: ShownPromise) -> Layout:
    head = [_("Promise %(number)s") % {"number": as_code(promise.number)}]
    if promise.what == "":
        head.append(str(PromiseKind.ANSWER.label))
    if promise.due_on is not None:
        head.append(_("By %(day)s.") % {"day": short_date(promise.due_on)})
    head.append(_("Now: %(state)s") % {"state": promise_state_label(promise.state, promise.claim_end)})
    return {
        "head": join_facts(head),
        "said": said_layout(promise.what) if promise.what != "" else None,
        "steps": [_step(each) for each in promise.later_steps],
    }


def _step(step: PromiseStepShown) -> Layout:
    at = join_with_commas([short_date(step.at), clock_time(step.at)])
    line = [at, promise_state_label(step.state, step.claim_end)]
    if step.step == "new_day" and step.due_on is not None:
        line.append(_("By %(day)s.") % {"day": short_date(step.due_on)})
    return {"head": join_facts(line), "said": said_layout(step.text) if step.text != "" else None}
