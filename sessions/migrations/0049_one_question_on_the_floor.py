"""The index that lets one question of a chat be on the floor: 0002 took it along on PostgreSQL.

There, Django drops all indexes of a column alone with the one of a foreign key that has none any more.
"""

from django.db import migrations

MAKE = """
    CREATE UNIQUE INDEX IF NOT EXISTS one_question_on_the_floor ON chat_sessions_question (chat_session_id)
    WHERE state = 'on_floor'
"""


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0048_more_reminders")]
    operations = [migrations.RunSQL(MAKE, migrations.RunSQL.noop)]
