"""Say of the accounts that there are how they signed in, whose mailbox it is, and which crowd they came in.

What they support already goes on counting: only what they support from now on stands as their voice does.
"""

from collections import defaultdict

from django.db import migrations

from chatserver.accounts.email_addresses import mailbox_of
from sessions.platform.database.migration_progress import each_with_progress, items_with_progress


def vouch(apps, _schema_editor):
    Identity = apps.get_model("accounts", "Identity")
    User = apps.get_model("accounts", "User")
    places = defaultdict(int)
    of_people = {}
    rows = Identity.objects.order_by("confirmed_at", "pk")
    for row in each_with_progress(rows, "Looking at phone numbers and mailboxes"):
        row.mailbox = mailbox_of(row.address) if row.channel == "email" else row.address
        row.save(update_fields=["mailbox"])
        places[row.channel, row.mailbox] += 1
        known = of_people.get(row.person_id)
        if known is None or (known[0] == "email" and row.channel == "sms"):
            of_people[row.person_id] = (row.channel, places[row.channel, row.mailbox])
    for person_id, (channel, place) in items_with_progress(list(of_people.items()), "Noting how people signed in"):
        User.objects.filter(pk=person_id).update(vouched_by=channel, place_at_address=place)
    PrintedCode = apps.get_model("accounts", "PrintedCode")
    on_paper = PrintedCode.objects.exclude(person=None).values("person")
    User.objects.filter(pk__in=on_paper, vouched_by="").update(vouched_by="paper")


def gather_crowds(apps, _schema_editor):
    Crowd, User = apps.get_model("accounts", "Crowd"), apps.get_model("accounts", "User")
    for crowd in Crowd.objects.order_by("pk"):
        came = {"arrival__network": crowd.network, "arrival__at__range": (crowd.first_at, crowd.last_at)}
        verdict = "open" if crowd.settled_at is None else "counts"
        ids = list(User.objects.filter(**came, verdict="").values_list("pk", flat=True))
        for start in range(0, len(ids), 500):
            User.objects.filter(pk__in=ids[start : start + 500]).update(crowd=crowd, verdict=verdict)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0011_whose_support_counts")]

    operations = [
        migrations.RunPython(vouch, migrations.RunPython.noop),
        migrations.RunPython(gather_crowds, migrations.RunPython.noop),
    ]
