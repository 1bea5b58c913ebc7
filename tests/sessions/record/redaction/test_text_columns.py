"""Each column that can hold a text is classified: what a redaction does about it was decided by somebody."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from sessions.record.redaction.storage import HOLD_WORDS, also_hold_words


class Holds(StrEnum):
    WORDS = "words"
    """Words of a question, a complaint or an answer, what somebody wrote about them, or a published text in which they
    may be repeated: a redaction destroys them, in the last ones unless a clerk takes the tick away."""
    SECRETS = "secrets"
    """Salts, and hashes of words without a salt: destroyed with the words."""
    OTHERS = "others"
    """Free text of staff or of other people about something else; nobody is led to quote a question there."""
    OURS = "ours"
    """Codes, names, numbers, keys and sentences of the program: no place for anybody's words."""


W, S, T, O = Holds.WORDS, Holds.SECRETS, Holds.OTHERS, Holds.OURS  # noqa: E741 -- a table is read at a glance

COLUMNS: dict[str, dict[str, Holds]] = {
    # the log and the record
    "chat_sessions.Event": {"body": W, "type": O, "actor": O},
    "chat_sessions.Stream": {"epoch": O},
    "chat_sessions.StoredReply": {"result": W, "body_digest": S},
    "chat_sessions.Record": {"document": W, "slug": O},
    "chat_sessions.RecordText": {"field": O, "commitment": O, "salt": S},
    "chat_sessions.RecordCheckpoint": {"root": O, "note": O, "leaves": O},
    "chat_sessions.RecordTranslation": {
        "text": W,
        "field": O,
        "language": O,
        "label": T,
        "withdrawn_reason": T,
    },
    "chat_sessions.RecordFigures": {"numbers": O},
    "chat_sessions.SearchText": {"question": W, "answers": W, "filters": O},
    "chat_sessions.Redaction": {"authority": T, "order_reference": T, "note": W, "elsewhere": O, "clerks": O},
    "chat_sessions.RedactedEntry": {"type": O, "texts": O},
    # a question and what is written about it
    "chat_sessions.Question": {
        "text": W,
        "label": W,
        "note": W,
        "united_words": W,
        "pending": W,
        "masked": O,
        "salt": S,
        "commitment": O,
        "receipt": O,
        "appeal": O,
        "reason": O,
        "topic": O,
        "asker": O,
    },
    "chat_sessions.Answer": {"text": W, "by": O, "role": O},
    "chat_sessions.Correction": {"before": W},
    "chat_sessions.QuestionCorrection": {"before": W, "public_before": W, "text": W, "note": W},
    "chat_sessions.Report": {"why": W, "reason": O},
    "chat_sessions.Appeal": {"words": W, "note": W},
    "chat_sessions.WrittenDraft": {"text": W, "role": O},
    "moderation.Decision": {"step": O},
    "moderation.Rereading": {"verdict": O},
    # complaints and suggestions
    "chat_sessions.Matter": {
        "text": W,
        "label": W,
        "landmark": W,
        "note": W,
        "salt": S,
        "masked": O,
        "commitment": O,
        "number": O,
        "language": O,
        "receipt": O,
        "reason": O,
        "agency": T,
        "external_number": T,
    },
    "chat_sessions.MatterReply": {"text": W, "masked": O, "reason": O},
    "chat_sessions.MatterFollowing": {"language": O},
    "chat_sessions.MatterPhoto": {"alt": W, "sha256": O},
    "chat_sessions.UnpreparedPhoto": {"alt": W, "fault": O},
    "chat_sessions.MatterAlert": {"kind": O},
    "chat_sessions.MatterText": {"words": W, "sounds": W},
    "chat_sessions.MonthRecord": {"document": W, "slug": O},
    "chat_sessions.MonthText": {"field": O, "commitment": O, "salt": S, "ground": O, "authority": T},
    "chat_sessions.ImportedMatter": {"external_id": O},
    "chat_sessions.Category": {"slug": O, "names": O, "agencies": O, "keywords": O},
    "chat_sessions.Open311Key": {"name": O, "hash": O},
    "chat_sessions.Open311Post": {"token": O, "fingerprint": S},
    "chat_sessions.Open311Sending": {
        "their_notes": W,
        "receiver": O,
        "token": O,
        "external_number": O,
        "their_status": O,
        "problem": O,
    },
    "moderation.MatterDecision": {"decision": O},
    "moderation.MatterAppeal": {"words": W, "note": W},
    "moderation.WaitingMatterDecision": {"fields": W, "decision": O},
    # promises, activities, digests, posts
    "chat_sessions.Promise": {
        "said": W,
        "what": W,
        "where": W,
        "budget_line": W,
        "why_new_day": W,
        "proof": W,
        "number": O,
    },
    "chat_sessions.PromiseText": {"words": W, "sounds": W},
    "chat_sessions.Activity": {
        "titles": W,
        "texts": W,
        "landmark": W,
        "budget_line": W,
        "source_link": W,
        "why_withdrawn": W,
        "number": O,
    },
    "chat_sessions.ActivityPhoto": {"alt": W, "sha256": O},
    "chat_sessions.ActivityText": {"words": W, "sounds": W},
    "chat_sessions.Digest": {"document": W, "subject": O, "line": O, "sha256": O, "language": O},
    "chat_sessions.Post": {"words": W, "why_gone": O},
    "chat_sessions.PostCopy": {
        "text": W,
        "target": O,
        "service": O,
        "key": O,
        "external_id": O,
        "external_link": O,
        "claim": O,
        "reason": O,
    },
    "chat_sessions.PostTarget": {"name": O, "reason": O, "settings_mark": O},
    "chat_sessions.PostSettings": {"languages": O, "always_ask": O},
    # the calendar, the audit, people
    "chat_sessions.ChatSession": {"move_reasons": W, "cancelled_reason": W, "support_secret": O},
    "chat_sessions.QueueOrder": {"policy": O, "seed": O, "topics": O},
    "chat_sessions.Beacon": {"chain": O, "randomness": O, "signature": O},
    "chat_sessions.SupportTree": {"leaves": O},
    "chat_sessions.Schedule": {"rule": O},
    "chat_sessions.Closure": {"reasons": W},
    "chat_sessions.Change": {"actor": O, "subject": O, "subject_id": O, "before": W, "after": W},
    "chat_sessions.Ban": {"reason": W},
    "chat_sessions.Reminder": {"reason": O, "news_code": O},
    "chat_sessions.FeedAddress": {"token": O},
    "chat_sessions.Consent": {"version": O, "language": O},
    "chat_sessions.Invite": {"token_hash": O, "name": T},
}
"""Columns of the tables in which people's words come and go. All others are named in WITHOUT_WORDS, as a whole."""

WITHOUT_WORDS: dict[str, set[str] | None] = {
    "chat_sessions": {
        *("Borough", "Ward", "WardPin", "Landmark", "Outline", "WardMap", "Office", "Chair", "Appointment"),
        "ClockReading",
        *("LogLeaf", "LogOrigin", "LogKey", "LogCheckpoint", "CheckpointTimeStamp"),
    },
    "accounts": None,
    "database": None,
    "auth": None,
    "contenttypes": None,
    "sessions": None,
    "account": None,
    "mfa": None,
    "admin": None,
}
"""Wards and their offices; the installation's log, of slugs, roots and redactions; accounts, addresses, browsers. None:
the whole application."""

TEXTS = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def text_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Columns whose values are not chosen from a list."""
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            if isinstance(field, TEXTS) and not field.choices:
                yield model, field.name


def is_without_words(model: Any) -> bool:
    names = WITHOUT_WORDS.get(model._meta.app_label, set())
    return names is None or model.__name__ in names


def test_somebody_has_decided_about_each_column_that_can_hold_a_text() -> None:
    undecided = {
        f"{model._meta.label}.{name}"
        for model, name in text_columns()
        if not is_without_words(model) and name not in COLUMNS.get(model._meta.label, {})
    }
    assert undecided == set()


def test_each_column_that_was_decided_about_exists() -> None:
    there = {(model._meta.label, name) for model, name in text_columns()}
    assert {(label, name) for label, columns in COLUMNS.items() for name in columns} - there == set()


def test_the_files_of_each_table_with_words_or_secrets_are_cleaned() -> None:
    cleaned = {model._meta.label for model in (*HOLD_WORDS, *also_hold_words.ask())}
    holding = {label for label, columns in COLUMNS.items() if {W, S} & set(columns.values())}
    assert holding - cleaned == set()


@pytest.mark.long
@pytest.mark.parametrize("label", sorted(COLUMNS))
def test_a_table_stands_in_one_list_alone(label: str) -> None:
    assert not is_without_words(apps.get_model(label))
