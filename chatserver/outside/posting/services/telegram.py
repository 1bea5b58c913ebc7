"""A Telegram channel, by the Bot API: sendMessage. Nothing can be looked for there, and a repeat is a second message:
after a doubt a clerk decides. The token is in the address, which is logged nowhere."""

from datetime import datetime, timedelta
from http import HTTPStatus
from urllib.parse import quote

from django.utils import timezone

from chatserver.config.posting_targets import PostingTarget
from chatserver.outside.posting.adapter import AfterDoubt, PostMessage, unless_lost, with_status
from chatserver.outside.posting.http import LONGEST_RETRY_AFTER, NoUsableAnswer, ServiceAnswer, ServiceCaller, wait_of
from chatserver.outside.posting.outcomes import CopyOutcome, Sent, TargetStopped, TargetWaits, Unsure
from chatserver.outside.posting.refusal_outcomes import outcome_of_refusal
from chatserver.web_client import NotConnected
from sessions.posting.reasons import CopyReason

UNKNOWN_TOKEN = 404
"""Telegram answers "Not Found" to a token that is none."""

NO_RIGHT_WORDS = ("chat not found", "not enough rights", "need administrator rights", "chat_write_forbidden")


class TelegramChannel:
    after_doubt = AfterDoubt.LEAVE
    repeats_for: timedelta | None = None

    def __init__(self, target: PostingTarget) -> None:
        self._chat = target.values["chat"]
        self._url = f"{target.url}/bot{quote(target.values['token'], safe=':')}"
        self._caller = ServiceCaller(target.timeout_seconds)

    def send(self, message: PostMessage) -> CopyOutcome:
        told = {"chat_id": self._chat, "text": message.text, "link_preview_options": {"url": message.link}}
        try:
            answer = self._caller.ask("POST", f"{self._url}/sendMessage", json=told)
        except (NotConnected, NoUsableAnswer) as error:
            return unless_lost(error)
        return self._judge(answer, timezone.now())

    def find(self, message: PostMessage) -> tuple[str, str] | None:
        """A bot cannot read a channel."""
        raise NoUsableAnswer(CopyReason.NOT_FOUND)

    def remove(self, external_id: str) -> bool:
        """Telegram lets a bot delete its message for 48 hours, then a clerk has to."""
        told = {"chat_id": self._chat, "message_id": int(external_id)}
        answer = self._caller.ask("POST", f"{self._url}/deleteMessage", json=told)
        if answer.is_trouble or answer.status == 429:
            raise NoUsableAnswer(with_status(CopyReason.TROUBLE, answer))
        is_unknown = "message to delete not found" in _description(answer)
        return is_unknown or answer.dig("ok") is True

    def _judge(self, answer: ServiceAnswer, now: datetime) -> CopyOutcome:
        number = answer.word("result", "message_id")
        if answer.is_good and answer.dig("ok") is True:
            is_number = number.isascii() and number.isdecimal()
            return Sent(number, self._page_of(number)) if is_number else Unsure(CopyReason.UNREADABLE)
        code = answer.number("error_code")
        status = code if code is not None and answer.dig("ok") is False else answer.status
        if status == UNKNOWN_TOKEN:
            return TargetStopped(CopyReason.TOKEN)
        if any(words in _description(answer) for words in NO_RIGHT_WORDS):
            return TargetStopped(CopyReason.RIGHTS)
        if status == HTTPStatus.TOO_MANY_REQUESTS:
            return TargetWaits(CopyReason.BUSY, _retry_after(answer) or wait_of(answer, now))
        is_unreadable = status == answer.status and answer.is_good
        return Unsure(CopyReason.UNREADABLE) if is_unreadable else outcome_of_refusal(ServiceAnswer(status, None), now)

    def _page_of(self, number: str) -> str:
        return f"https://t.me/{self._chat.removeprefix('@')}/{number}" if self._chat.startswith("@") else ""


def _description(answer: ServiceAnswer) -> str:
    return str(answer.dig("description") or "").lower()


def _retry_after(answer: ServiceAnswer) -> timedelta | None:
    seconds = answer.number("parameters", "retry_after")
    return min(timedelta(seconds=seconds), LONGEST_RETRY_AFTER) if seconds is not None and seconds >= 0 else None
