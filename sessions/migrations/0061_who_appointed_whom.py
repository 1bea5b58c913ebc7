"""Take from the accepted invitations who appointed whom; no event tells later of duties that had ended before."""

from django.db import migrations
from django.utils import timezone


def name_who_appointed(apps, schema_editor):
    appointment = apps.get_model("chat_sessions", "Appointment")
    appointment.objects.filter(to_on__lt=timezone.localdate()).update(is_end_told=True)
    invites = apps.get_model("chat_sessions", "Invite").objects.filter(used_at__isnull=False, made_by__isnull=False)
    for row in invites.exclude(duty="").order_by("used_at", "pk"):
        appointment.objects.filter(
            appointed_by=None,
            person=row.used_by_id,
            duty=row.duty,
            ward=row.ward_id,
            borough=row.borough_id,
            is_for_city=row.is_for_city,
            from_on=row.from_on,
        ).update(appointed_by=row.made_by_id)


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0060_independent_second_people")]
    operations = [migrations.RunPython(name_who_appointed, migrations.RunPython.noop, elidable=True)]
