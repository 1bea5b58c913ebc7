"""Keeps the search text of each complaint and suggestion in step with the words that everybody may read."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_save

from sessions.listing.kept_files import discard_lists
from sessions.listing.words_and_sounds import indexed
from sessions.matters.publishing import public_text
from sessions.models import Matter, MatterText


def connect_matter_indexing() -> None:
    """From now on, each matter that is saved is indexed, or leaves the index."""
    post_save.connect(_index_saved, sender=Matter, dispatch_uid="search text of matters")


_saved: ContextVar[dict[UUID, Matter] | None] = ContextVar("saved", default=None)
"""Matters that are to be indexed together; None outside of indexed_together()."""


@contextmanager
def indexed_together() -> Iterator[None]:
    """What is saved inside is indexed once, at the end, as it is then: in the caller's transaction.

    For many that are taken along several steps each. Nothing inside finds them by their words.
    """
    saved: dict[UUID, Matter] = {}
    token = _saved.set(saved)
    try:
        yield
    finally:
        _saved.reset(token)
    _index_together(saved.values())


def _index_together(matters: Collection[Matter]) -> None:
    known = set(MatterText.objects.filter(matter__in=[each.pk for each in matters]).values_list("matter", flat=True))
    new = [each for each in matters if each.is_shown and each.pk not in known]
    MatterText.objects.bulk_create(MatterText(matter=each, **indexed_words_of(each)) for each in new)
    for each in matters:
        if each.pk in known:
            index_matter(each)


def index_matter(matter: Matter) -> None:
    """Without a query where nothing of it is or was public. What is no longer public leaves the files of lists, too."""
    if matter.is_shown:
        MatterText.objects.update_or_create(matter=matter, defaults=indexed_words_of(matter))
    elif matter.was_public:
        MatterText.objects.filter(matter=matter).delete()
        transaction.on_commit(discard_lists)


def indexed_words_of(matter: Matter) -> dict[str, str]:
    """words and sounds of its public text and its landmark."""
    return indexed(public_text(matter), matter.public_landmark)


def _index_saved(instance: Matter, raw: bool = False, **_more: Any) -> None:
    saved = _saved.get()
    if saved is not None and not raw:
        saved[instance.pk] = instance
    elif not raw:
        index_matter(instance)
