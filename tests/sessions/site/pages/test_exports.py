"""A long list is made as a file once for each state of the data, by a child process, and answered by its ETag."""

import gzip
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.message import Message
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError

import psutil
import pytest

from tests.servers.fixtures import Serve
from tests.servers.server import Server
from tests.servers.stacks import SQLITE, UVICORN

pytestmark = [pytest.mark.slow, pytest.mark.row("threat", 67), pytest.mark.long]

FILL = """
from django.db import transaction
from sessions.models import Matter
from tests.bench.complaints.filling import fill
with transaction.atomic():
    fill(["water", "drain", "lamp", "road", "park", "tree"], 1_500)
    Matter.objects.update(state="confirmed_done")
"""
"""All of them ended: the clock changes nothing."""

CHANGE = """
from django.utils import timezone
from sessions.models import Matter
matter = Matter.objects.filter(ward__number=95, state="confirmed_done").first()
print(matter.number)
matter.text, matter.version = "", matter.version + 1
matter.changed_at = timezone.now()
matter.save()
"""


def ask(server: Server, path: str, **headers: str) -> tuple[int, Message, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=120) as answer:
            return answer.status, answer.headers, answer.read()
    except HTTPError as answer:
        return answer.code, answer.headers, answer.read()


def run(server: Server, code: str) -> str:
    done = server.manage("shell", "--no-imports", "-c", code)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def filled(serve: Serve) -> Server:
    server = serve()
    run(server, FILL)
    wait_for_the_clock(server)
    return server


def wait_for_the_clock(server: Server) -> None:
    """The clock has steps of its own to take about months that are over."""
    seen, end = [""], monotonic() + 60
    while len(seen) < 6 or len({*seen[-5:]}) > 1:
        assert monotonic() < end, seen
        seen.append(ask(server, "/matters/export.csv?q=zzzz")[1]["ETag"])
        sleep(1)


def lists_of(server: Server) -> list[str]:
    return sorted(path.name for path in Path(server.data_dir, "rendered", "lists").glob("*.*.*"))


@pytest.mark.parametrize("stack", [SQLITE.name, UVICORN.name], indirect=True)  # one process, and two on PostgreSQL
def test_ten_at_once_have_it_made_once_and_the_next_ones_cost_nothing(filled: Server) -> None:
    with ThreadPoolExecutor(10) as ten:
        answers = list(ten.map(lambda _each: ask(filled, "/matters/export.csv"), range(10)))
    assert {status for status, _headers, _body in answers} == {200}
    assert len({body for _status, _headers, body in answers}) == 1
    assert answers[0][2].count(b"\n") > 1_400
    [plain, packed] = lists_of(filled)
    assert (packed, gzip.decompress((filled.data_dir / "rendered/lists" / packed).read_bytes())) == (
        f"{plain}.gz",
        answers[0][2],
    )
    assert filled.faults == []
    assert {headers["Cache-Control"] for _status, headers, _body in answers} <= {"no-store", "public, no-cache"}
    etag = ask(filled, "/matters/export.csv")[1]["ETag"]
    assert ask(filled, "/matters/export.csv", **{"If-None-Match": etag})[::2] == (304, b"")
    status, headers, body = ask(filled, "/matters/export.csv", **{"Accept-Encoding": "gzip"})
    assert (status, headers["ETag"], gzip.decompress(body)) == (200, etag, answers[0][2])


def test_a_changed_complaint_makes_another_file_and_the_former_one_goes(filled: Server) -> None:
    ask(filled, "/matters/export.json")
    _status, before, _body = ask(filled, "/matters/export.json")
    former = lists_of(filled)
    number = run(filled, CHANGE)
    status, after, body = ask(filled, "/matters/export.json", **{"If-None-Match": before["ETag"]})
    assert (status, after["ETag"] != before["ETag"]) == (200, True)
    assert f'"number": "{number}"'.encode() in body
    assert not {*former} & {*lists_of(filled)}


def test_a_process_that_is_killed_leaves_nothing_and_the_next_who_asks_has_it_made(filled: Server) -> None:
    filled.faults_expected = True  # the download that waited is cut off
    folder = filled.data_dir / "rendered" / "lists"
    with ThreadPoolExecutor(1) as one:
        asked = one.submit(ask, filled, "/matters/export.csv")
        child_that_writes(filled, folder).kill()
        _status, headers, body = asked.result()
    assert (headers["ETag"], headers["Cache-Control"]) == (None, "no-store")
    assert body == b"This file could not be made. Please ask for it again."
    until_it_is({"making"}, lambda: {path.name.lstrip(".") for path in folder.iterdir()} - {"discarded"})
    status, _headers, body = ask(filled, "/matters/export.csv")
    assert (status, body.count(b"\n") > 1_400) == (200, True)


def child_that_writes(server: Server, folder: Path) -> psutil.Process:
    """The child has begun both its files."""
    until_it_is(2, lambda: len([*folder.glob(".part-*")]))
    children = psutil.Process(server.pid).children(recursive=True)
    return next(each for each in children if "sessions.platform.exports.export_process" in each.cmdline())


def until_it_is(wanted: object, look: Callable[[], object]) -> None:
    end = monotonic() + 30
    while (found := look()) != wanted:
        assert monotonic() < end, found
        sleep(0.005)


def test_the_serving_process_computes_next_to_nothing(filled: Server) -> None:
    ask(filled, "/matters/export.csv")
    process = psutil.Process(filled.pid)
    before = process.cpu_times()
    for _round in range(10):
        ask(filled, "/matters/export.csv")
    after = process.cpu_times()
    assert after.user + after.system - before.user - before.system < 10 * 0.15
