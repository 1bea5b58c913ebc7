"""Only the city's time zone stays. A rule of another one keeps its days and its hour, read by the clock of the city."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import migrations


def read_by_the_citys_clock(apps, schema_editor):
    """Chats that are only planned, and stand where such a rule put them, move with it. Announced ones stay: people know.

    Without this the rule would say six o'clock, and its chats would stand at another hour.
    """
    city, now = ZoneInfo(settings.TIME_ZONE), datetime.now(tz=UTC)
    for schedule in apps.get_model("chat_sessions", "Schedule").objects.exclude(time_zone=settings.TIME_ZONE):
        zone = ZoneInfo(schedule.time_zone)
        planned = schedule.chat_sessions.filter(state="planned", waits=False, starts_at__gt=now)
        for chat_session in planned.exclude(planned_on=None):
            written = datetime.combine(chat_session.planned_on, schedule.at)
            if chat_session.starts_at != written.replace(tzinfo=zone):
                continue  # moved by hand or by closed days: it stands where somebody saw it
            later = written.replace(tzinfo=city) - chat_session.starts_at
            chat_session.starts_at += later
            chat_session.ends_at += later
            if chat_session.ask_from is not None:
                chat_session.ask_from += later
            chat_session.sequence += 1
            chat_session.changed_at = now
            chat_session.save()


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0012_waiting_questions_and_replies")]

    operations = [
        migrations.RunPython(read_by_the_citys_clock, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField(model_name="schedule", name="time_zone"),
    ]
