"""The public search reads an index of words: what is published already is put into it."""

from django.db import migrations

from sessions.platform.database.migration_progress import each_with_progress
from sessions.platform.text.search_words import folded_words

PUBLIC = ("queued", "on_floor", "answered", "on_notice")


def index_what_is_published(apps, schema_editor):
    """Record by record, so that a year of a city's evenings needs no more memory than one."""
    entries, words = (apps.get_model("chat_sessions", name).objects for name in ("SearchEntry", "SearchWord"))
    records = apps.get_model("chat_sessions", "Record").objects.select_related("chat_session__ward").defer("document")
    for record in each_with_progress(records.order_by("made_at"), "Indexing records for the search", chunk_size=100):
        chat_session = record.chat_session
        questions = chat_session.questions.filter(state__in=PUBLIC).prefetch_related("answers")
        for question in questions.order_by("taken_at", "asked_at"):
            entry = entries.create(question=question, ward_number=chat_session.ward.number, at=chat_session.starts_at)
            texts = [question.text, *(answer.text for answer in question.answers.all())]
            found = {word.encode() for text in texts for word in folded_words(text)}
            words.bulk_create([words.model(entry=entry, word=word) for word in sorted(found)])


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0015_search_words")]

    operations = [migrations.RunPython(index_what_is_published, migrations.RunPython.noop, elidable=True)]
