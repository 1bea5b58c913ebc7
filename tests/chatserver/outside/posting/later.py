"""Lets the time pass in which posts are sent, and sent again."""

from datetime import timedelta

import time_machine
from django.utils import timezone

from chatserver.outside.posting.sending import send_due

MOMENTS = (0, 3, 20, 40, 70, 100, 1500)
"""Minutes after the approval."""


def work(*moments: int) -> None:
    """Whatever is due at these minutes from now on."""
    begin = timezone.now()
    for minutes in moments or MOMENTS:
        with time_machine.travel(begin + timedelta(minutes=minutes)):
            send_due()
