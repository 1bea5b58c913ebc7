"""An announced chat to whose office two promises are owed: `python -m tests.servers.programs.owed_evening` makes it.

Prints a JSON object: the chat session's id, the cookies of the clerk and the councillor, and the promises' words.
"""

import json
import subprocess
import sys
from datetime import timedelta
from typing import Any

from tests.servers.server import ROOT, Server

OWED = ("The drain will be cleaned.", "বাতি জ্বলবে।")


def make_owed_evening(server: Server) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.servers.programs.owed_evening"]
    environment = server.full_environment
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=True)
    sheet: dict[str, Any] = json.loads(done.stdout)
    return sheet


def main() -> None:
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from manage import leave_the_database
    from tests.factories.evening import make_evening
    from tests.factories.promises import promise_of
    from tests.servers.programs.evenings import cookie_of

    with transaction.atomic():
        evening: Any = make_evening(number=1, is_live=False)
        for place, what in enumerate(OWED):
            promise_of(evening, what, due_on=timezone.localdate() - timedelta(days=9 - place))
        sheet = {
            "chat_session": str(evening.chat_session.pk),
            "clerk": cookie_of(evening.clerk),
            "councillor": cookie_of(evening.councillor),
        }
        sys.stdout.write(json.dumps(sheet) + "\n")
    leave_the_database()


if __name__ == "__main__":
    main()
