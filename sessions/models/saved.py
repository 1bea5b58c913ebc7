"""Tells other rooms that a row was saved, in its transaction, but not of rows that are loaded from a file."""

from functools import partial
from typing import Any

from django.db.models.signals import post_save

from sessions.models.activity import Activity
from sessions.models.matters.matter import Matter
from sessions.models.promises.promise import Promise
from sessions.models.record import Record
from sessions.platform.hooks import Hook


@Hook
def matter_saved(matter: Matter) -> None:
    """Called after each save of a complaint or suggestion."""


@Hook
def promise_saved(promise: Promise) -> None:
    """Called after each save of a promise."""


@Hook
def activity_saved(activity: Activity) -> None:
    """Called after each save of an activity."""


@Hook
def record_saved(record: Record) -> None:
    """Called after each save of a record."""


def _pass_on(hook: Hook[[Any], None], instance: object, *, raw: bool = False, **_more: Any) -> None:
    if not raw:
        hook(instance)


for model, hook in (
    (Matter, matter_saved),
    (Promise, promise_saved),
    (Activity, activity_saved),
    (Record, record_saved),
):
    post_save.connect(partial(_pass_on, hook), sender=model, weak=False)
