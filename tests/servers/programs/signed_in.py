"""Signs people of a server's data in: `python -m tests.servers.programs.signed_in USERNAME …`.

Prints a JSON object: the session cookie of each.
"""

import json
import subprocess
import sys

from tests.servers.server import ROOT, Server


def signed_in(server: Server, *usernames: str) -> dict[str, str]:
    """Sign people in: session cookies by their usernames, each with a proven second factor."""
    command = [sys.executable, "-m", "tests.servers.programs.signed_in", *usernames]
    environment = server.full_environment
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, timeout=60, check=True)
    cookies: dict[str, str] = json.loads(done.stdout)
    return cookies


def main() -> None:
    import django

    django.setup()
    from django.contrib.auth import get_user_model

    from manage import leave_the_database
    from tests.servers.programs.evenings import cookie_of

    people = get_user_model().objects.in_bulk(sys.argv[1:], field_name="username")
    sys.stdout.write(json.dumps({username: cookie_of(people[username]) for username in sys.argv[1:]}) + "\n")
    leave_the_database()


if __name__ == "__main__":
    main()
