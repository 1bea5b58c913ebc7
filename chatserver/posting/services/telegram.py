"""A Telegram channel, by the Bot API: sendMessage. Nothing can be looked for there, and a repeat is a second message:
after a doubt a clerk decides. The token is in the address, which is logged nowhere."""

from datetime import datetime, timedelta
from urllib.parse import quote

from django.utils import timezone

from chatserver.config.posting_targets import PostingTarget
from chatserver.posting.adapter import AfterDoubt, Message, unless_lost, with_status
from chatserver.posting.http import LONGEST_WAIT, Answer, Caller, NoAnswer, wait_of
from chatserver.posting.judging import TOO_MANY, judge_refusal
from chatserver.posting.outcomes import Outcome, Sent, TargetStopped, TargetWaits, Unsure
from chatserver.web_client import NotConnected
from sessions.posting.reasons import Reason

UNKNOWN_TOKEN = 404
"""Telegram answers "Not Found" to a token that is none."""

NO_RIGHT_WORDS = ("chat not found", "not enough rights", "need administrator rights", "chat_write_forbidden")


class TelegramChannel:
    after_doubt = AfterDoubt.LEAVE
    repeats_for: timedelta | None = None

    def __init__(self, target: PostingTarget) -> None:
        self._chat = target.values["chat"]
        self._url = f"{target.url}/bot{quote(target.values['token'], safe=':')}"
        self._caller = Caller(target.timeout_seconds)

    def send(self, message: Message) -> Outcome:
        told = {"chat_id": self._chat, "text": message.text, "link_preview_options": {"url": message.link}}
        try:
            answer = self._caller.ask("POST", f"{self._url}/sendMessage", json=told)
        except (NotConnected, NoAnswer) as error:
            return unless_lost(error)
        return self._judge(answer, timezone.now())

    def find(self, message: Message) -> tuple[str, str] | None:
        """A bot cannot read a channel."""
        raise NoAnswer(Reason.NOT_FOUND)

    def remove(self, external_id: str) -> bool:
        """Telegram lets a bot delete its message for 48 hours, then a clerk has to."""
        told = {"chat_id": self._chat, "message_id": int(external_id)}
        answer = self._caller.ask("POST", f"{self._url}/deleteMessage", json=told)
        if answer.is_trouble or answer.status == 429:
            raise NoAnswer(with_status(Reason.TROUBLE, answer))
        is_unknown = "message to delete not found" in _description(answer)
        return is_unknown or answer.dig("ok") is True

    def _judge(self, answer: Answer, now: datetime) -> Outcome:
        number = answer.word("result", "message_id")
        if answer.is_good and answer.dig("ok") is True:
            is_number = number.isascii() and number.isdecimal()
            return Sent(number, self._page_of(number)) if is_number else Unsure(Reason.UNREADABLE)
        code = answer.number("error_code")
        status = code if code is not None and answer.dig("ok") is False else answer.status
        if status == UNKNOWN_TOKEN:
            return TargetStopped(Reason.TOKEN)
        if any(words in _description(answer) for words in NO_RIGHT_WORDS):
            return TargetStopped(Reason.RIGHTS)
        if status == TOO_MANY:
            return TargetWaits(Reason.BUSY, _retry_after(answer) or wait_of(answer, now))
        is_unreadable = status == answer.status and answer.is_good
        return Unsure(Reason.UNREADABLE) if is_unreadable else judge_refusal(Answer(status, None), now)

    def _page_of(self, number: str) -> str:
        return f"https://t.me/{self._chat.removeprefix('@')}/{number}" if self._chat.startswith("@") else ""


def _description(answer: Answer) -> str:
    return str(answer.dig("description") or "").lower()


def _retry_after(answer: Answer) -> timedelta | None:
    seconds = answer.number("parameters", "retry_after")
    return min(timedelta(seconds=seconds), LONGEST_WAIT) if seconds is not None and seconds >= 0 else None
