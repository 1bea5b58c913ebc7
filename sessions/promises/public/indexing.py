"""Keeps the search text of each promise in step with the words that everybody may read."""

from sessions.models import Promise, PromiseText
from sessions.platform.lists.words_and_sounds import indexed


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
