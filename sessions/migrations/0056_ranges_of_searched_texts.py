"""On PostgreSQL the search finds the newest questions with a common word without reading all that have it."""

from django.db import migrations

from sessions.platform.database.text_index import WORD_RANGES


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0055_news_of_joined_matters")]

    operations = [migrations.RunPython(WORD_RANGES.make, WORD_RANGES.drop)]
