"""The sheet of a demo: its people and their sign-in links, as DIR/demo.json and as a table."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import CommandError
from django.db import transaction

from chatserver.accounts.models import Installation, User
from sessions.models import ChatSession
from sessions.platform.photos.refusing import OutOfSpace
from sessions.platform.photos.storage import FREE_BYTES_BESIDE_PHOTOS
from sessions.record.proof.signing import begin_log

Sheet = dict[str, Any]


def prepare_demo(path: Path, *, base_url: str) -> Sheet:
    """Load the demo into an empty database, or reuse a loaded demo; write the sheet and answer it.

    Raises CommandError where the database holds anything else.
    """
    if Installation.is_demo():
        _name_log(base_url)
        sheet = _read_sheet(path, base_url=base_url)
    elif User.objects.exists() or ChatSession.objects.exists():
        raise CommandError("This database is in real use: --demo works only on an empty one (choose another --data).")
    else:
        try:
            sheet = _load(base_url)
        except OutOfSpace:
            least = FREE_BYTES_BESIDE_PHOTOS // 2**20
            raise CommandError(
                f"The demo has photos, which need {least} MB of free disk: choose another --data."
            ) from None
    unfinished = path.with_suffix(".tmp")
    unfinished.write_text(json.dumps(sheet, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(path)
    return sheet


def table_lines(sheet: Sheet) -> Iterator[str]:
    """One line for each person: duty, name, link."""
    rows = [("resident", person) for person in sheet["residents"]]
    rows += [("moderator", person) for person in sheet["moderators"]]
    rows += [
        (duty, sheet[duty]) for duty in ("councillor", "official", "owing", "clerk") if duty in sheet
    ]  # earlier sheets have no such key
    width = max(len(person["name"]) for _, person in rows)
    for duty, person in rows:
        yield f"  {duty:<11}{person['name']:<{width}}  {person['sign_in']}"


def _name_log(base_url: str) -> None:
    """A demo's log may be named after this machine: nobody relies on it."""
    begin_log(settings.LOG_NAME or f"{urlsplit(base_url).netloc}/log")


@transaction.atomic
def _load(base_url: str) -> Sheet:
    from chatserver.demo.load import load_demo  # imported here: a real server must not load the invented people

    Installation.make_demo()
    _name_log(base_url)
    return load_demo(base_url=base_url)


def _read_sheet(path: Path, *, base_url: str) -> Sheet:
    """The sheet of an earlier start, with its links changed to the present base_url."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CommandError(
            f"{path} is gone, and with it the demo's links: remove {path.parent} to start anew."
        ) from None
    earlier: Sheet = json.loads(text)
    moved: Sheet = json.loads(text.replace(earlier["base_url"] + "/", base_url + "/"))
    return moved | {"base_url": base_url}
