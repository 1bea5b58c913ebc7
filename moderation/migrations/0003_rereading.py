import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0002_recusal'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Rereading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verdict', models.CharField(max_length=12)),
                ('agrees', models.BooleanField()),
                ('read_at', models.DateTimeField()),
                ('decision', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='rereading', to='moderation.decision')),
                ('moderator', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='rereadings', to=settings.AUTH_USER_MODEL)),
            ],
        ),
    ]
