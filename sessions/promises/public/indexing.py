"""Keeps the search text of each promise in step with the words that everybody may read."""

from typing import Any

from django.db.models.signals import post_save

from sessions.models import Promise, PromiseText
from sessions.platform.lists.words_and_sounds import indexed


def connect_promise_indexing() -> None:
    """Connect the indexing: from now on, each promise that is saved is indexed, or leaves the index."""
    post_save.connect(_index_saved, sender=Promise, dispatch_uid="search text of promises")


def index_promise(promise: Promise) -> None:
    """Index the promise's words, place and quoted words; delete the entry of one whose words were redacted."""
    if promise.is_withheld:
        PromiseText.objects.filter(promise=promise).delete()
        return
    text = indexed(promise.what, promise.where, promise.said)
    known = PromiseText.objects.filter(promise=promise).first()
    if known is None:
        PromiseText.objects.create(promise=promise, **text)
    elif (known.words, known.sounds) != (text["words"], text["sounds"]):
        PromiseText.objects.filter(pk=known.pk).update(**text)


def _index_saved(instance: Promise, raw: bool = False, **_more: Any) -> None:
    if not raw:
        index_promise(instance)
