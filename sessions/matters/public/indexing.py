"""Keeps the search text of each complaint and suggestion in step with the words that everybody may read."""

from collections.abc import Iterable

from django.db import transaction

from sessions.matters.publishing import public_text
from sessions.models import Matter, MatterText
from sessions.platform.exports.kept_files import discard_lists
from sessions.platform.lists.words_and_sounds import indexed


def index_new_matters(matters: Iterable[Matter]) -> None:
    """Index many that were inserted together, so that no signal told of them."""
    MatterText.objects.bulk_create(
        MatterText(matter=each, **indexed_words_of(each)) for each in matters if each.is_shown
    )


def index_matter(matter: Matter) -> None:
    """Index a matter, without a query where nothing of it is or was public.

    What is no longer public leaves the files of lists, too.
    """
    if matter.is_shown:
        MatterText.objects.update_or_create(matter=matter, defaults=indexed_words_of(matter))
    elif matter.was_public:
        MatterText.objects.filter(matter=matter).delete()
        transaction.on_commit(discard_lists)


def indexed_words_of(matter: Matter) -> dict[str, str]:
    """words and sounds of its public text and its landmark."""
    return indexed(public_text(matter), matter.public_landmark)
