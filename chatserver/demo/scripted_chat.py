"""Brings scripted questions into their state at the start of the demo, by the domain's own functions."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone

from chatserver.accounts.models import User
from chatserver.demo.script import Scripted
from moderation.questions.masking.masked_places import places_to_mask
from moderation.questions.screening import approve_question, decline_question, hold_question, merge_question
from moderation.questions.second_look import looks_like
from sessions.chats.questions.asking import Ask
from sessions.chats.questions.floor import defer_question, give_answer, take_question
from sessions.chats.questions.own_questions import ask_question, back_question
from sessions.models import ChatSession, Question
from sessions.promises.sources.promised import Promised
from sessions.promises.sources.ticking import give_promising_answer

TAKEN = ("answered", "on_notice")


@dataclass(slots=True)
class ScriptedChat:
    """A chat session, the people who act in it, and the questions asked so far by their keys."""

    chat_session: ChatSession
    accounts: Mapping[str, User]
    crowd: Sequence[User]
    moderator: User
    councillor: User
    asked: dict[str, Question] = field(default_factory=dict)

    def ask_and_screen(self, items: Sequence[Scripted]) -> None:
        """Everything that happens before the chat session opens. A question comes before those merged into it."""
        for item in items:
            person = self.accounts[item.by]
            ask = Ask(person, item.text, item.kind, looks_like=looks_like(item.text), masked=places_to_mask(item.text))
            self.asked[item.key] = ask_question(self.chat_session, ask)
        for item in items:
            self._screen(item)
            self._back(item)

    def answer(self, items: Iterable[Scripted]) -> None:
        """The councillor's answers so far; only once the chat session is live."""
        for item in items:
            if item.done in TAKEN:
                self._answer(item)

    def _screen(self, item: Scripted) -> None:
        question = self.asked[item.key]
        moderator, version = self.moderator, question.version
        match item.done:
            case "waiting":
                return
            case "held":
                hold_question(self.chat_session, question.pk, moderator=moderator, version=version)
            case "declined":
                decline_question(
                    self.chat_session,
                    question.pk,
                    moderator=moderator,
                    version=version,
                    reason=item.decline,
                    note=item.note,
                )
            case "merged":
                into = self.asked[item.into].pk
                merge_question(self.chat_session, question.pk, moderator=moderator, version=version, into=into)
            case _:
                approve_question(self.chat_session, question.pk, moderator=moderator, version=version)

    def _back(self, item: Scripted) -> None:
        others = [person for person in self.crowd if person != self.accounts[item.by]]
        for person in others[: item.backers]:
            back_question(self.chat_session, self.asked[item.key].pk, person=person, on=True)

    def _answer(self, item: Scripted) -> None:
        question_id = self.asked[item.key].pk
        take_question(self.chat_session, question_id, person=self.councillor)
        for number, part in enumerate(item.answer, start=1):
            final = number == len(item.answer) and item.done == "answered"
            self._say(item, question_id, part, final=final, is_last=number == len(item.answer))
        if item.done == "on_notice":
            due_on = timezone.localdate() + timedelta(days=item.due_in_days)
            defer_question(self.chat_session, question_id, person=self.councillor, due_on=due_on)

    def _say(self, item: Scripted, question_id: UUID, text: str, *, final: bool, is_last: bool) -> None:
        given: dict[str, Any] = {"person": self.councillor, "text": text, "final": final}
        if item.promised_in_days and is_last:
            promised = Promised(due_on=timezone.localdate() + timedelta(days=item.promised_in_days))
            give_promising_answer(self.chat_session, question_id, **given, promised=promised)
        else:
            give_answer(self.chat_session, question_id, **given)
