"""Names and reasons are kept by language: a JSON object in place of a column for each of two languages."""

from django.db import migrations, models

PAIRS = (
    ("Borough", "name", "names", 80),
    ("Office", "name", "names", 120),
    ("Ward", "neighbourhoods", "neighbourhood_names", None),
    ("Closure", "reason", "reasons", 200),
    ("ChatSession", "because", "move_reasons", None),
)
"""Model, the start of its two columns, its new column, and the characters that an old column holds."""

PIECE = 2000


def keep_by_language(apps, editor):
    for name, start, kept, _most in PAIRS:
        model = apps.get_model("chat_sessions", name)
        for row in _in_pieces(model, editor):
            words = {language: getattr(row, f"{start}_{language}") for language in ("en", "bn")}
            setattr(row, kept, {language: text for language, text in words.items() if text})


def keep_in_two_columns(apps, editor):
    """Texts in other languages than the two are lost: the older version cannot hold them."""
    for name, start, kept, most in PAIRS:
        model = apps.get_model("chat_sessions", name)
        for row in _in_pieces(model, editor, columns=(f"{start}_en", f"{start}_bn")):
            words = getattr(row, kept)
            english = words.get("en") or next(iter(words.values()), "")
            setattr(row, f"{start}_en", english[:most])
            setattr(row, f"{start}_bn", words.get("bn", "")[:most])


def _in_pieces(model, editor, columns=None):
    """Each row, which is saved after the caller has changed it; memory does not grow with the table."""
    manager = model.objects.using(editor.connection.alias)
    names = columns or [kept for name, _start, kept, _most in PAIRS if name == model.__name__]
    last = None
    while True:
        rows = manager.order_by("pk")
        rows = list((rows if last is None else rows.filter(pk__gt=last))[:PIECE])
        if not rows:
            return
        yield from rows
        manager.bulk_update(rows, names)
        last = rows[-1].pk


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0039_full_text_search")]

    operations = [
        migrations.RemoveConstraint(model_name="office", name="nobody_holds_a_vacant_office"),
        migrations.AddField("borough", "names", models.JSONField(default=dict)),
        migrations.AddField("office", "names", models.JSONField(blank=True, db_default={}, default=dict, help_text="The holder's, by language.")),
        migrations.AddField("ward", "neighbourhood_names", models.JSONField(blank=True, db_default={}, default=dict, help_text="By language, separated by semicolons.")),
        migrations.AddField("closure", "reasons", models.JSONField(default=dict)),
        migrations.AddField("chatsession", "move_reasons", models.JSONField(blank=True, db_default={}, default=dict, help_text="Why it was moved, or waits; by language.")),
        *(
            migrations.AlterField(name, f"{start}_en", models.TextField(blank=True, default=""))
            for name, start, _kept, _most in PAIRS
        ),
        migrations.RunPython(keep_by_language, keep_in_two_columns),
        *(
            migrations.RemoveField(name, f"{start}_{language}")
            for name, start, _kept, _most in PAIRS
            for language in ("en", "bn")
        ),
        migrations.AlterField("borough", "names", models.JSONField(help_text="By language.")),
        migrations.AlterField("closure", "reasons", models.JSONField(help_text="By language.")),
        migrations.AddConstraint(
            model_name="office",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind", "vacant"), _negated=True) | models.Q(("holder", None), ("names", {})),
                name="nobody_holds_a_vacant_office",
            ),
        ),
    ]
