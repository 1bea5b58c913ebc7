"""The search of the records is a full-text index; the earlier table of single words goes."""

import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from sessions.platform.database.migration_progress import each_with_progress
from sessions.platform.database.text_index import drop_text_index, make_text_index
from sessions.record.search.filters import FilteredFacts
from sessions.platform.text.masking import mask
from sessions.platform.text.search_words import folded_words

CHUNK = 500


def index_what_is_published(apps, schema_editor):
    """From the entries that the earlier search had: they are the published questions."""
    entries, texts = (apps.get_model("chat_sessions", name).objects for name in ("SearchEntry", "SearchText"))
    rows = entries.select_related("question__chat_session__ward").prefetch_related("question__answers").order_by("pk")
    made = []
    for entry in each_with_progress(rows, "Indexing records for the search", chunk_size=CHUNK):
        made.append(texts.model(entry=entry, **text_of(entry.question)))
        if len(made) == CHUNK:
            texts.bulk_create(made)
            made.clear()
    texts.bulk_create(made)


def text_of(question):
    """As sessions/record/search/indexing.py at the time of this migration."""
    chat_session, answers = question.chat_session, list(question.answers.all())
    facts = FilteredFacts(
        ward=chat_session.ward.number,
        offices={answer.office_id for answer in answers} | ({chat_session.office_id} - {None}),
        day=timezone.localdate(chat_session.starts_at),
        topic=question.topic,
        kind=question.kind,
        is_answered=bool(answers),
        is_promised=question.state == "on_notice",
    )
    own = folded(mask(question.text, question.masked or ()), question.united_words)
    return {"question": own, "answers": folded(*(answer.text for answer in answers)), "filters": " ".join(facts.words())}


def folded(*texts):
    return " _ ".join(words for words in (" ".join(folded_words(text)) for text in texts) if words)


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0038_redactions")]

    operations = [
        migrations.CreateModel(
            name="SearchText",
            fields=[
                ("entry", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name="text", serialize=False, to="chat_sessions.searchentry")),
                ("question", models.TextField()),
                ("answers", models.TextField(blank=True)),
                ("filters", models.TextField()),
            ],
        ),
        migrations.RunPython(make_text_index, drop_text_index),
        migrations.RunPython(index_what_is_published, migrations.RunPython.noop),
        migrations.DeleteModel(name="SearchWord"),
    ]
