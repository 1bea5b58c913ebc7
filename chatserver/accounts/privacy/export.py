"""What is held about a person: for their own eyes, and to take away."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from chatserver.accounts.cookie_sessions.ending import cookie_sessions_of
from chatserver.accounts.models import User
from chatserver.accounts.privacy.personal_data import PLACES, Fate, pointers, rows_of
from sessions.models import Question
from sessions.text.labels import OUTCOME_WORDS

SECRET = frozenset(
    {"password", "token", "token_hash", "digest", "body_digest", "stop_code", "network", "data", "claim"}
)
"""What would let somebody act as the person, or says something of others; everything else of a row is shown."""


@dataclass(frozen=True, slots=True)
class Holding:
    """How many rows of one kind there are, and what becomes of them when the person is erased."""

    title: str
    count: int
    fate: Fate


def holdings_of(person: User) -> list[Holding]:
    """What there is, kind by kind; of what there is not, nothing."""
    counts: dict[tuple[str, Fate], int] = {}
    for name, model, field in pointers():
        key = str(PLACES[name].title), PLACES[name].fate
        counts[key] = counts.get(key, 0) + rows_of(model, field, person).count()
    order = list(Fate)
    held = [Holding(title, count, fate) for (title, fate), count in counts.items() if count]
    return sorted(held, key=lambda holding: (order.index(holding.fate), holding.title))


def everything_about(person: User) -> dict[str, Any]:
    """All rows of all tables, as plain values: what the person takes away. Keys are the tables' own names.

    Nothing of anybody else is among it: of rows about others only which they are.
    """
    tables = {
        name: [_plain(row) for row in rows_of(model, field, person).values(*_shown(name, model, field))]
        for name, model, field in pointers()
    }
    return {
        "format": "councillor-chat-person/1",
        "account": _plain(User.objects.filter(pk=person.pk).values().get()),
        "signed_in_until": [row.expire_date for row in cookie_sessions_of([person.pk])],
        **{name: rows for name, rows in tables.items() if rows},
        "what_became_of_questions": _outcomes(person),
    }


def _outcomes(person: User) -> dict[str, str]:
    """By receipt, in the reader's language: the state alone does not say how it ended."""
    asked = Question.objects.filter(author=person).with_in_part().select_related("chat_session")
    return {question.receipt: str(OUTCOME_WORDS[question.outcome]) for question in asked}


def _shown(name: str, model: type[Model], field: str) -> list[str]:
    """The columns that are about the person."""
    if PLACES[name].is_of_others:
        return ["pk"]
    columns = model._meta.concrete_fields  # noqa: SLF001 -- Django's own way to ask for them
    return [column.attname for column in columns if column.related_model is not User or column.name == field]


def _plain(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: value for name, value in row.items() if name not in SECRET and not isinstance(value, bytes | memoryview)
    }
