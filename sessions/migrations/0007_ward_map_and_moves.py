import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("chat_sessions", "0006_clock_not_believed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="ward",
            name="borough",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="wards",
                to="chat_sessions.borough",
            ),
        ),
        migrations.AddField(
            model_name="ward",
            name="places",
            field=models.TextField(
                blank=True,
                help_text="Streets and landmarks in any language, for the search; separated by semicolons.",
            ),
        ),
        migrations.CreateModel(
            name="Outline",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("shape", models.BinaryField(help_text="Well-known binary (OGC 06-103r4).")),
                (
                    "ward",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="outline", to="chat_sessions.ward"
                    ),
                ),
            ],
            options={"ordering": ("ward",)},
        ),
        migrations.CreateModel(
            name="WardMap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.UUIDField()),
                ("source", models.CharField(help_text="The name of the file that was loaded last.", max_length=200)),
                ("loaded_at", models.DateTimeField()),
                ("city", models.JSONField(help_text="What is known of the city beside its outlines.")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_map_of_the_wards"),
                ]
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "after",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves_here", to="chat_sessions.ward"
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="moves_away",
                        to="chat_sessions.ward",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "ordering": ("-at", "-id"),
                "indexes": [models.Index(fields=["person", "-at"], name="move_by_person")],
            },
        ),
        migrations.CreateModel(
            name="CoolDown",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("days", models.PositiveSmallIntegerField(help_text="0: one may move at any time.")),
                (
                    "borough",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cool_down",
                        to="chat_sessions.borough",
                    ),
                ),
                (
                    "ward",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cool_down",
                        to="chat_sessions.ward",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("borough__isnull", False), ("ward", None)),
                            models.Q(("borough", None), ("ward__isnull", False)),
                            _connector="OR",
                        ),
                        name="cool_down_of_a_ward_or_of_a_borough",
                    ),
                ]
            },
        ),
    ]
