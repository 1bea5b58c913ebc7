"""Which other texts, published for themselves, a redaction emptied because they repeated its words."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat_sessions", "0056_ranges_of_searched_texts")]

    operations = [
        migrations.AddField(
            model_name="redaction",
            name="elsewhere",
            field=models.JSONField(
                blank=True,
                db_default=[],
                default=list,
                help_text="Other texts that repeated the words, and were emptied with them: “kind:id”.",
            ),
        ),
    ]
