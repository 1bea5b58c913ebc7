"""Records of before keep their commitments when they are compiled again."""

from importlib import import_module

import pytest
from django.apps import apps

from sessions.chats.calendar.lifecycle.lifecycle import close_chat_session
from sessions.models import RecordText
from sessions.record.compile import refresh_record
from tests.factories.evening import Evening

migration = import_module("sessions.migrations.0033_commitments_of_records")


@pytest.mark.costly
@pytest.mark.django_db
def test_a_record_of_before_is_compiled_to_the_same_bytes(evening: Evening) -> None:
    evening.answer()
    evening.queue("Not reached?")
    close_chat_session(evening.chat_session, by="clerk")
    before = evening.chat_session.record.document
    RecordText.objects.all().delete()
    migration.take_out_of_the_documents(apps, None)
    assert refresh_record(evening.chat_session).document == before
