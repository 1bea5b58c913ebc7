"""The reply to a command, in the language of its sender."""

import logging
from typing import Any

from django.utils import translation
from msgspec import Struct, field

from chatserver.live.commands.operations import Result
from chatserver.live.commands.submitted_commands import CommandDecision, CommandOutcome, SubmittedCommand
from chatserver.live.wire import protocol as wire
from chatserver.live.wire.messages import SIGN_IN_FIRST, refusal_words
from chatserver.monitoring.faults import log_fault
from moderation.questions.second_look import warn_author, warn_author_of_masks
from sessions.platform.refusals import Refused
from sessions.platform.text.labels import APART_WORDS

logger = logging.getLogger(__name__)


BUSY_AFTER_MS = 1000


class Reply(Struct, frozen=True):
    """The reply to a command."""

    frame: wire.Ack | wire.Nack
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The code of the refusal, empty without one."""
        return self.frame.code if isinstance(self.frame, wire.Nack) else ""

    @property
    def text(self) -> str:
        return (
            wire.encode_nack(self.frame, self.facts) if isinstance(self.frame, wire.Nack) else wire.encode(self.frame)
        )


def refusal_reply(
    code: str, ref: str | None, language: str, *, retry: bool = False, after_ms: int | None = None, because: str = ""
) -> Reply:
    """A refusal in the live layer's own words. because: what made it busy, where that has words of its own."""
    message = refusal_words(code, language, because)
    return Reply(wire.Nack(ref=ref, code=code, message=message, retry=retry, after_ms=after_ms))


def ask_to_sign_in(command: wire.Command, language: str) -> Reply:
    """Refuse a visitor's command before it takes a place in a queue, and without a query."""
    with translation.override(language):
        return Reply(wire.Nack(ref=command.ref_text, code="sign_in", message=str(SIGN_IN_FIRST)))


def later(code: str, submitted: SubmittedCommand, *, because: str = "") -> Reply:
    """A refusal after which the same command may be sent again. because: as for refusal_reply."""
    ref, language = submitted.command.ref_text, submitted.language
    return refusal_reply(code, ref, language, retry=True, after_ms=BUSY_AFTER_MS, because=because)


def _with_warning(result: Result, language: str) -> Result:
    """The sentence that explains what the words look like, or why support does not count; mostly neither."""
    if not result.keys() & {"looks_like", "standing"}:
        return result
    with translation.override(language):
        if "looks_like" in result:
            warn = warn_author_of_masks if "masked" in result else warn_author
            warning = warn(result["looks_like"])
        else:
            warning = str(APART_WORDS[result["standing"], result["why"]])
    return result | {"warning": warning}


def reply_to(submitted: SubmittedCommand, decision: CommandDecision) -> Reply:
    ref = submitted.command.ref_text
    match decision:
        case CommandOutcome(result=result, duplicate=duplicate):
            return Reply(wire.Ack(ref=ref, result=_with_warning(result, submitted.language), duplicate=duplicate))
        case Refused() as no:
            with translation.override(submitted.language):
                message = str(no.message)
            return Reply(
                wire.Nack(ref=ref, code=no.code, message=message, retry=no.retry, after_ms=no.after_ms), no.facts
            )
        case error:
            log_fault(logger, f"{submitted.command.op} failed.", error)
            return later("internal", submitted)
