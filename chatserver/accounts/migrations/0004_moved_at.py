from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="moved_at",
            field=models.DateTimeField(
                blank=True, editable=False, help_text="When they last changed their ward.", null=True
            ),
        ),
    ]
