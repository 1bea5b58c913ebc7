"""What was published before the search had an index is found by it."""

from importlib import import_module

import pytest
from django.apps import apps

from sessions.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import SearchEntry, SearchWord
from sessions.record.search import find_in_records, questions_of
from tests.evening import Evening

migration = import_module("sessions.migrations.0016_search_in_old_records")


@pytest.mark.django_db
def test_records_of_before_are_indexed_as_new_ones_are(evening: Evening) -> None:
    evening.queue("When is the lamp mended?")
    evening.ask("Never read", by=1)
    close_chat_session(evening.chat_session, by="clerk")
    before = set(SearchWord.objects.values_list("word", flat=True))
    SearchWord.objects.all().delete()
    SearchEntry.objects.all().delete()
    migration.index_what_is_published(apps, None)
    assert {bytes(word) for word in SearchWord.objects.values_list("word", flat=True)} == {bytes(word) for word in before}
    assert [question.text for question in questions_of(find_in_records("lamp"))] == ["When is the lamp mended?"]
