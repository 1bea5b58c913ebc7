import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0007_code_counted'),
        ('sessions', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CookieSessionOwner',
            fields=[
                ('cookie_session', models.OneToOneField(on_delete=django.db.models.deletion.DB_CASCADE, primary_key=True, related_name='owner', serialize=False, to='sessions.session')),
                ('account_id', models.BigIntegerField(db_index=True)),
            ],
        ),
    ]
