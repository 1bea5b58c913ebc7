"""What was published before the search was a full-text index is found by it."""

from importlib import import_module

import pytest
from django.apps import apps

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import SearchText
from sessions.chats.questions.floor import give_answer
from sessions.record.search.question_search import questions_of_entries, search_records
from tests.factories.evening import Evening

migration = import_module("sessions.migrations.0039_full_text_search")


@pytest.mark.costly
@pytest.mark.django_db
def test_records_of_before_are_indexed_as_new_ones_are(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    question = evening.queue("When is the lamp mended?")
    evening.queue("Who calls 98300 12345?", by=1)
    evening.ask("Never read", by=2)
    evening.take(question)
    give_answer(evening.chat_session, question.pk, person=evening.councillor, text="In May.", final=True)
    close_chat_session(evening.chat_session, by="clerk")
    before = list(SearchText.objects.order_by("pk").values())
    SearchText.objects.all().delete()
    monkeypatch.setattr(migration, "CHUNK", 1)
    migration.index_what_is_published(apps, None)
    assert list(SearchText.objects.order_by("pk").values()) == before
    assert [question.text for question in questions_of_entries(search_records("lamp").entries)] == ["When is the lamp mended?"]
