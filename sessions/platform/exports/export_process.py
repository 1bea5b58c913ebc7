"""Writes one file of a long list, in a process of its own: python -m sessions.platform.exports.export_process.

Standard input: the list, the form, the filters as in an address, the state, and after how many seconds it ends itself.
"""

import json
import os
import signal
import sys
from urllib.parse import parse_qsl


def main() -> None:
    job = json.load(sys.stdin)
    signal.alarm(job["seconds"])
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    import django

    django.setup()  # before what needs the applications is imported
    from django.utils import timezone

    from sessions.platform.exports.answering import find_export
    from sessions.platform.exports.kept_files import ListFile, discard_lists, discard_mark, keep_list

    export = find_export(job["list"])
    wanted, before = export.filters(dict(parse_qsl(job["query"]))), discard_mark()
    file = ListFile(job["list"], job["form"], job["query"], job["state"])
    keep_list(file, export.forms[job["form"]](wanted, timezone.localdate()))
    if discard_mark() != before:  # what was there was deleted, and this may have been read before the removal
        discard_lists()
        sys.exit("words were removed meanwhile")


if __name__ == "__main__":
    main()
