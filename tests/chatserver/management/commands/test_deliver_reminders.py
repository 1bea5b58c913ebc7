import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from chatserver.accounts.contacts.contacts import choose_reminders
from sessions.models import Reminder
from sessions.tick import tick
from tests.factories.evening import make_evening

pytestmark = pytest.mark.django_db


@pytest.mark.costly
def test_it_sends_what_waits_and_says_how_many(settings: Settings, capsys: pytest.CaptureFixture[str]):
    settings.SENDERS = {"email": "console", "sms": "none"}
    evening = make_evening(is_live=False)
    for index, resident in enumerate(evening.residents):
        choose_reminders(resident, addresses={"email": f"resident-{index}@example.org"})
    tick(timezone.now())
    assert Reminder.objects.count() == len(evening.residents)
    call_command("deliver_reminders")
    call_command("deliver_reminders")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["To …rg"] * 3 + [
        "Attempted 3 messages.",
        "Attempted 0 messages.",
    ]
