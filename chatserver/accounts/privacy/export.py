"""Everything that is kept about a person, for that person: as counts, and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from chatserver.accounts.cookie_sessions.ending import cookie_sessions_of
from chatserver.accounts.models import User
from chatserver.accounts.privacy.personal_data import PERSONAL_DATA, OnErasure, fields_about_people, rows_of_person
from sessions.models import Question
from sessions.platform.text.labels import OUTCOME_WORDS

SECRET = frozenset(
    {"password", "token", "token_hash", "digest", "body_digest", "stop_code", "network", "data", "claim"}
    | {"endpoint", "cookie_session_id"}
)
"""Columns that would let a reader act as the person, or that are about others; all other columns are exported."""


@dataclass(frozen=True, slots=True)
class PersonalDataCount:
    """How many rows of one kind there are, and what an erasure does to them."""

    title: str
    count: int
    on_erasure: OnErasure


def count_personal_data(person: User) -> list[PersonalDataCount]:
    """One count for each kind of which there are rows."""
    counts: dict[tuple[str, OnErasure], int] = {}
    for name, model, field in fields_about_people():
        key = str(PERSONAL_DATA[name].title), PERSONAL_DATA[name].on_erasure
        counts[key] = counts.get(key, 0) + rows_of_person(model, field, person).count()
    order = list(OnErasure)
    held = [PersonalDataCount(title, count, on_erasure) for (title, on_erasure), count in counts.items() if count]
    return sorted(held, key=lambda each: (order.index(each.on_erasure), each.title))


def everything_about(person: User) -> dict[str, Any]:
    """All rows of all tables, as plain values, for the person to keep. Keys are the names of the tables' fields.

    It holds nothing about anybody else: of rows about others only their ids.
    """
    tables = {
        name: [_plain(row) for row in rows_of_person(model, field, person).values(*_shown(name, model, field))]
        for name, model, field in fields_about_people()
    }
    return {
        "format": "councillor-chat-person/1",
        "account": _plain(User.objects.filter(pk=person.pk).values().get()),
        "signed_in_until": [row.expire_date for row in cookie_sessions_of([person.pk])],
        **{name: rows for name, rows in tables.items() if rows},
        "what_became_of_questions": _outcomes(person),
    }


def _outcomes(person: User) -> dict[str, str]:
    """Receipt to outcome, in the reader's language: the state alone does not say how a question ended."""
    asked = Question.objects.filter(author=person).with_in_part().select_related("chat_session")
    return {question.receipt: str(OUTCOME_WORDS[question.outcome]) for question in asked}


def _shown(name: str, model: type[Model], field: str) -> list[str]:
    """The columns that are about the person."""
    if PERSONAL_DATA[name].is_of_others:
        return ["pk"]
    columns = model._meta.concrete_fields  # noqa: SLF001 -- Django's own way to ask for them
    return [column.attname for column in columns if column.related_model is not User or column.name == field]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in row.items() if name not in SECRET and not isinstance(value, bytes | memoryview)
    }
