"""Names the files that a backup may hold: writing and restoring follow this one list.

What is restored is read, and some of it is served: an archive that could bring any name would bring scripts, another
database, or whatever a later version looks for.
"""

import re

from chatserver.accounts.senders.outcomes import FAILURES_FILE
from chatserver.config.data_folder import NOTICE_NAME
from chatserver.config.posting_targets import POSTING_FILE
from chatserver.database.identity import DATABASE_FILE
from chatserver.database.lock import LOCK_FILE as LOCK_NAME
from chatserver.database.marker import MARKER_FILE as MARKER_NAME
from chatserver.monitoring.outage.telling import OUTAGE_FILE
from chatserver.push.keys import PUSH_KEYS_FILE
from sessions.matters.lodging.unprepared_files import UNPREPARED_FOLDER, UNPREPARED_NAME
from sessions.models import Channel
from sessions.platform.exports.rendered_files import RENDERED_FOLDER
from sessions.platform.photos.storage import PHOTOS_FOLDER, SMALL_FOLDER
from sessions.record.proof.high_water import HIGH_WATER_FILE as HIGH_WATER_NAME
from sessions.record.proof.private_keys import LOG_KEYS_FOLDER
from sessions.record.redaction.redaction_list import REDACTIONS_FILE

DATABASE_PARTS = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
FILES_FOLDER = "files"
SECRET_KEY_NAME = "secret_key"  # noqa: S105 -- its file's name
DEMO_NAME = "demo.json"

KEPT_NAMES = re.compile(
    "|".join(
        (
            *map(re.escape, (SECRET_KEY_NAME, PUSH_KEYS_FILE, REDACTIONS_FILE, POSTING_FILE, DEMO_NAME)),
            rf"{LOG_KEYS_FOLDER}/[0-9a-f]{{16}}\.key",
            rf"{PHOTOS_FOLDER}/(?P<two>[0-9a-f]{{2}})/(?P=two)[0-9a-f]{{62}}\.webp",
            rf"{UNPREPARED_FOLDER}/{UNPREPARED_NAME.pattern}(?:\.[0-9]+)?",
        )
    )
)
"""Names of files in the data folder that a backup keeps.

Lowercase ASCII only, so that no two names mean one file, or look alike.
"""

LEFT_OUT_NAMES = {
    *(DATABASE_FILE, f"{DATABASE_FILE}-wal", f"{DATABASE_FILE}-shm", MARKER_NAME, LOCK_NAME),
    *("static", "static.collected", "last_tick", NOTICE_NAME, HIGH_WATER_NAME, SMALL_FOLDER, RENDERED_FOLDER),
    *(OUTAGE_FILE, FAILURES_FILE.format(Channel.SMS), FAILURES_FILE.format(Channel.EMAIL)),
}
"""Files and folders of the data folder that are copied separately, belong to this machine only, or are made again."""


def may_be_held(name: str, engine: str) -> bool:
    """Answer whether a backup may hold this part: its one database, or a file of the data folder that is kept."""
    if name == DATABASE_PARTS.get(engine):
        return True
    folder, _slash, rest = name.partition("/")
    return folder == FILES_FOLDER and KEPT_NAMES.fullmatch(rest) is not None


def is_made_again(name: str) -> bool:
    """Older versions kept such files in their backups; nobody needs them."""
    return name.startswith(f"{FILES_FOLDER}/{RENDERED_FOLDER}/")
