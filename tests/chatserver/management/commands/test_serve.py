"""The command that users start, as a process of its own."""

import gzip
import json
import os
import re
import shlex
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

from chatserver.management.commands.serve import Command
from chatserver.readiness.checks import READINESS_CHECKS
from tests.measuring.stopwatch import Stopwatch
from tests.servers.databases import PostgresDatabase
from tests.servers.fixtures import Serve, end_servers
from tests.servers.installations import Installations
from tests.servers.server import ROOT, Server
from tests.servers.services.postgres import IN_ITS_OWN_NAMESPACE, Postgres
from tests.servers.stacks import KEY, SQLITE, Engine, Stack

pytestmark = pytest.mark.slow

POSTGRESQL = Stack("postgresql", environment=KEY, engine=Engine.POSTGRESQL)


@pytest.fixture(scope="module", params=[SQLITE], ids=["sqlite"])
def open_house(
    request: pytest.FixtureRequest, installations: Installations, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A demo for those who only look at it."""
    with ExitStack() as exits:
        server = installations.make_server(exits, request.param, tmp_path_factory.mktemp("open") / "data", "--demo")
        exits.callback(end_servers, [server])
        server.start()
        yield server


@pytest.fixture
def installed(installations: Installations, tmp_path: Path) -> Iterator[Server]:
    """An installation without anybody, which is not served yet."""
    with ExitStack() as exits:
        server = installations.make_server(exits, SQLITE, tmp_path / "data")
        exits.callback(end_servers, [server])
        yield server


def frames_until_closed(socket: ClientConnection) -> list[dict[str, Any]]:
    frames = []
    try:
        while True:
            frames.append(json.loads(socket.recv(timeout=30)))
    except ConnectionClosed:
        return frames


def socket_of(server: Server, path: str = "", *, origin: str | None = "own") -> ClientConnection:
    chat_session = server.demo["chat_session"] if server.arguments else uuid.uuid4()
    address = server.base_url.replace("http", "ws") + (path or f"/ws/room/{chat_session}/")
    sent = server.base_url if origin == "own" else origin
    return connect(address, origin=None if sent is None else Origin(sent), compression=None)


UNUSED = dict.fromkeys(("sms", "email", "push", "posting", "supervisor"), "none")


@pytest.mark.costly
def test_an_empty_folder_becomes_an_installation_that_is_ready(serve: Serve, tmp_path: Path):
    (tmp_path / "empty").mkdir(mode=0o700)
    served = serve(data_dir=tmp_path / "empty")
    status, content = served.get("/readyz")
    well = dict.fromkeys(READINESS_CHECKS, "ok")
    assert (status, json.loads(content)) == (200, {"ready": True, **well, **UNUSED, "hints": "off"})
    assert served.get("/healthz") == (200, b"ok\n")
    assert served.get("/")[0] == 200
    room, listening, *first_steps = served.log.splitlines()
    assert re.fullmatch(r"Each process may open [0-9,]+ files, enough for [0-9,]+ sockets\.", room)
    assert listening == f"Listening on {served.base_url}/"
    assert first_steps[0].startswith("Nobody can plan a chat here yet. Next ")


@pytest.mark.row("fault", 35)
def test_where_a_full_room_has_no_place_it_says_what_to_do():
    said, warned = StringIO(), StringIO()
    Command(stdout=said, stderr=warned).tell_room(1024)
    assert said.getvalue() == "Each process may open 1,024 files, enough for 648 sockets.\n"
    assert "Raise the hard limit of open files" in warned.getvalue()


@pytest.mark.long
def test_a_port_that_is_taken_costs_one_line(open_house: Server):
    refused = open_house.manage("serve", "--port", str(open_house.port))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"CommandError: Cannot listen on 127.0.0.1:{open_house.port}: Address already in use.\n"


@pytest.mark.long
def test_what_was_there_is_there_after_a_crash_and_interrupted_it_goes_without_an_error(served: Server):
    made = served.manage("shell", "-c", "from chatserver.accounts.models import User; User.objects.create_user('a')")
    assert made.returncode == 0
    served.restart()
    assert served.ask_database("SELECT username FROM accounts_user") == [("a",)]
    served.signal(signal.SIGINT)
    assert served.wait() == 0


@pytest.mark.long
def test_a_database_in_use_is_never_made_a_demo(installed: Server):
    installed.manage("shell", "-c", "User.objects.create_user('a')")
    refused = installed.manage("serve", "--port", "0", "--demo")
    assert refused.returncode == 1
    assert refused.stderr == (
        "CommandError: This database is in real use: --demo works only on an empty one (choose another --data).\n"
    )


def test_the_demo_is_as_the_contract_says(open_house: Server):
    sheet = open_house.demo
    promised = {"base_url", "chat_session", "ward", "residents", "moderators", "councillor", "clerk"}
    assert set(sheet) == promised | {"official", "owing"}
    assert (sheet["base_url"], sheet["ward"]) == (open_house.base_url, 95)
    people = [
        *sheet["residents"],
        *sheet["moderators"],
        sheet["councillor"],
        sheet["official"],
        sheet["owing"],
        sheet["clerk"],
    ]
    assert (len(sheet["residents"]), len(sheet["moderators"]), len(people)) == (5, 2, 11)
    assert [person["sign_in"] for person in people if not person["sign_in"].startswith(open_house.base_url + "/")] == []
    shown = [line.split()[-1] for line in open_house.log.splitlines() if "/demo/sign-in/" in line]
    assert shown == [person["sign_in"] for person in people]


def test_a_link_of_the_demo_signs_in(open_house: Server):
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(open_house.demo["residents"][0]["sign_in"]) as page:
        assert page.url == f"{open_house.base_url}/chat/{open_house.demo['chat_session']}/"
        assert "no-store" in page.headers["Cache-Control"]
    with opener.open(open_house.base_url + "/me/") as page:
        assert page.status == 200


@pytest.mark.row("threat", 2)
@pytest.mark.row("threat", 1)
@pytest.mark.parametrize(
    "origin", [None, "http://127.0.0.1", "https://127.0.0.1:{port}", "http://localhost.test:{port}", "null"]
)
def test_a_socket_from_another_origin_is_refused(open_house: Server, origin: str | None):
    with pytest.raises(InvalidStatus) as refused:
        socket_of(open_house, origin=origin and origin.format(port=open_house.port))
    assert refused.value.response.status_code == 403


@pytest.mark.row("threat", 2)
@pytest.mark.parametrize("origin", ["garbage", "http://127.0.0.1:{port}.evil.example"])
def test_an_origin_that_cannot_be_one_is_refused_without_a_trace_in_the_log(open_house: Server, origin: str):
    with pytest.raises(InvalidStatus) as refused:
        socket_of(open_house, origin=origin.format(port=open_house.port))
    assert refused.value.response.status_code == 400
    assert open_house.faults == []


HANDSHAKE = (
    b"GET /ws/room/%b/ HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nOrigin: http://127.0.0.1:%d\r\nConnection: Upgrade\r\n"
    b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%b\r\n"
)


@pytest.mark.row("threat", 34)
def test_a_handshake_that_is_not_ascii_is_refused_without_a_trace_in_the_log(open_house: Server):
    port, room = open_house.port, open_house.demo["chat_session"].encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        client.sendall(HANDSHAKE % (room, port, port, b"Sec-WebSocket-Protocol: \xff\xfe\r\n"))
        assert client.makefile("rb").readline().startswith(b"HTTP/1.1 400 ")
    assert open_house.faults == []


def test_a_socket_to_nowhere_is_refused(open_house: Server):
    with pytest.raises(InvalidStatus) as refused:
        socket_of(open_house, "/ws/elsewhere/")
    assert refused.value.response.status_code == 403


@pytest.mark.long
def test_asked_to_go_it_says_goodbye_to_open_sockets_and_goes_without_an_error(demo: Server):
    with socket_of(demo) as socket:
        assert json.loads(socket.recv(timeout=30))["type"] == "welcome"
        watch = Stopwatch(demo)
        demo.signal(signal.SIGTERM)
        frames = frames_until_closed(socket)
        assert [(frame["type"], frame.get("code")) for frame in frames][-1:] == [("bye", 4000)], frames
        assert socket.close_code == 4000
    assert demo.wait() == 0
    assert watch.seconds < 5


def test_files_are_compressed_and_kept_for_ever_by_browsers(open_house: Server):
    address = re.search(rb'href="(/static/css/site\.[0-9a-f]+\.css)"', open_house.get("/")[1])
    assert address is not None
    request = urllib.request.Request(open_house.base_url + address[1].decode(), headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert b"@import" not in gzip.decompress(answer.read())


def test_the_server_does_not_say_what_it_is(open_house: Server):
    with urllib.request.urlopen(open_house.base_url + "/") as answer:
        assert "Server" not in answer.headers


@pytest.mark.row("threat", 34)
def test_a_client_cannot_move_the_site_to_another_path(open_house: Server):
    request = urllib.request.Request(open_house.base_url + "/wards/", headers={"Daphne-Root-Path": "/evil"})
    with urllib.request.urlopen(request) as answer:
        assert b"/evil" not in answer.read()


@pytest.mark.long
@pytest.mark.row("threat", 57)
@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        (
            {"DEBUG": "1", "ORIGINS": "https://chat.example.org"},
            "manage.py: DEBUG exposes internals of the server; turn it off where ORIGINS names a public host.\n",
        ),
        (
            {"DATABASE_URL": "postgresql:///chat"},
            "manage.py: SECRET_KEY is empty; where DATABASE_URL is set, every process needs the same one.\n",
        ),
    ],
)
def test_what_is_unsafe_does_not_start(tmp_path: Path, environment: dict[str, str], reason: str):
    refused = Server(tmp_path / "data", **environment).manage("serve", "--port", "0")
    assert (refused.returncode, refused.stderr) == (1, reason)


@pytest.mark.long
def test_a_folder_that_is_served_is_not_served_twice_and_says_by_whom(open_house: Server):
    refused = open_house.manage("serve", "--port", "0")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert re.fullmatch(
        rf"CommandError: {open_house.data_dir} is in use by process {open_house.pid}, since [\dT:+-]+: "
        r"stop that first, or choose another folder \(--data\)\.\n",
        refused.stderr,
    )
    assert open_house.manage("tick").returncode == 0


def test_a_new_installation_says_in_the_terminal_how_to_become_its_clerk(installed: Server):
    """With its own address, where the same stands in a browser of this machine; and no longer once there is one."""
    installed.start()
    after = installed.log.partition("Listening on ")[2].splitlines()[1:]
    where = f"DATA_DIR={installed.data_dir}"
    assert after[0] == f"Nobody can plan a chat here yet. Next (each with {where} in the environment):"
    assert [line.strip().split("   ")[0] for line in after[1:4]] == [
        "bin/manage load_wards [FILE]",
        "bin/manage createsuperuser --username NAME",
        "bin/manage appoint_clerk NAME",
    ]
    assert after[4] == f"A browser on this machine shows the same at {installed.base_url}/setup/."
    assert installed.get("/setup/")[0] == 200
    for command in (("createsuperuser", "--noinput", "--username", "asha"), ("appoint_clerk", "asha")):
        assert installed.manage(*command).returncode == 0
    assert installed.get("/setup/")[0] == 404
    installed.restart()
    assert "Nobody can plan" not in installed.log.rpartition("Listening on ")[2]


@pytest.mark.long
def test_a_folder_that_is_open_to_others_is_closed_and_said_so_once(installed: Server):
    installed.data_dir.chmod(0o755)
    (installed.data_dir / "db.sqlite3").chmod(0o644)
    installed.start()
    installed.restart()
    assert [line for line in installed.log.splitlines() if "was open to other" in line] == [
        f"{installed.data_dir} was open to other users; now only its owner can read it.",
    ]
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in installed.data_dir.iterdir() if path.is_file()}
    assert stat.S_IMODE(installed.data_dir.stat().st_mode) == 0o700
    assert [name for name, mode in modes.items() if mode & 0o077] == []


@pytest.mark.long
def test_old_code_leaves_a_newer_database_alone(installed: Server):
    installed.database.change(
        "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '9999_newer', '2027-01-01')"
    )
    for command in (("serve", "--port", "0"), ("prepare",)):
        refused = installed.manage(*command)
        assert (refused.returncode, refused.stderr) == (
            1,
            (
                "CommandError: This database was changed by newer code (accounts.9999_newer): start that code again, "
                "or restore a backup from before the update (bin/manage restore FILE).\n"
            ),
        )


@pytest.mark.row("fault", 31)
@pytest.mark.parametrize("at", [0, 100, 40_960], ids=["its head", "its schema", "its pages"])
def test_a_damaged_database_is_one_line_at_the_start(installed: Server, at: int):
    with (installed.data_dir / "db.sqlite3").open("r+b") as file:
        file.seek(at)
        file.write(b"\xa5" * 60_000)
    for command in (("serve", "--port", "0"), ("find_ward", "--pin", "700032")):
        refused = installed.manage(*command)
        # The warning of a connection that was not closed follows only where warnings are shown, as in these tests.
        assert (refused.returncode, refused.stderr.partition("<sys>:0: ResourceWarning")[0]) == (
            1,
            (
                "manage.py: the database is damaged: restore the last backup, with bin/manage restore FILE --replace "
                f"(DATA_DIR is {installed.data_dir}).\n"
            ),
        )


def test_a_database_that_cannot_hold_every_letter_is_refused_before_it_is_changed(
    own_postgres: Callable[..., Postgres], tmp_path: Path
):
    postgres = own_postgres()
    postgres.command("CREATE DATABASE plain TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    database = PostgresDatabase(postgres, "plain")
    server = Server(tmp_path / "data").on(POSTGRESQL, database)
    for command in (("serve", "--port", "0"), ("prepare",)):
        refused = server.manage(*command)
        assert (refused.returncode, refused.stderr) == (
            1,
            (
                "CommandError: The database plain is in SQL_ASCII, which cannot store Bengali: create one in UTF8 "
                "(createdb --template=template0 --encoding=UTF8 --locale=C.UTF-8 NAME), and name it in DATABASE_URL.\n"
            ),
        )
    assert database.ask("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == [(0,)]


@pytest.mark.long
@pytest.mark.row("fault", 15)
def test_a_full_disk_at_the_start_is_one_line(tmp_path: Path):
    server = Server(tmp_path / "data")
    refused = in_a_small_folder(server, "1m", "serve", "--port", "0")
    assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
    assert re.search(r"database or disk is full|No space left on device|disk I/O error", refused.stderr)


@pytest.mark.row("fault", 15)
def test_a_disk_without_any_room_is_said_to_be_full(installed: Server, tmp_path: Path):
    kept = " ".join(shlex.quote(str(installed.data_dir / name)) for name in ("db.sqlite3", "secret_key"))
    fill = f'cp {kept} "$0" && {{ cat /dev/zero > "$0/fill" 2> /dev/null; true; }}'
    told = in_a_small_folder(Server(tmp_path / "full"), "8m", "tick", prepare=fill)
    # The warning of a connection that was not closed follows only where warnings are shown, as in these tests.
    assert (told.returncode, told.stderr.partition(":0: ResourceWarning")[0].count("\n")) == (1, 1)
    assert told.stderr.startswith("manage.py: the disk is full: ")


def test_a_demo_without_room_for_its_photos_is_one_line(tmp_path: Path):
    refused = in_a_small_folder(Server(tmp_path / "small"), "64m", "serve", "--port", "0", "--demo")
    assert (refused.returncode, refused.stderr) == (
        1,
        "CommandError: The demo has photos, which need 256 MB of free disk: choose another --data.\n",
    )


@pytest.mark.long
@pytest.mark.parametrize("command", [("serve", "--port", "0"), ("tick",)])
def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path, command: tuple[str, ...]):
    server = Server(tmp_path / "data")
    server.data_dir.mkdir(mode=0o500)
    refused = subprocess.run(
        [*without_privileges(), sys.executable, "manage.py", *command],
        check=False,
        **told_by(server),
    )
    yours = f"is yours, and this process (user {user_without_privileges()}) may not write to it"
    assert (refused.returncode, refused.stderr) == (
        1,
        (
            f"manage.py: The data folder {server.data_dir} {yours}: run it as its owner, "
            "or choose another folder (--data).\n"
        ),
    )


def without_privileges() -> tuple[str, ...]:
    """Root may write anywhere, and is nobody in particular in a namespace of its own."""
    if os.geteuid() != 0:
        return ()
    if shutil.which("unshare") is None or subprocess.run([*IN_ITS_OWN_NAMESPACE, "true"], check=False).returncode:
        pytest.skip("root cannot be without privileges here")
    return IN_ITS_OWN_NAMESPACE


def user_without_privileges() -> int:
    return os.geteuid() or 65534


def in_a_small_folder(
    server: Server, size: str, *command: str, prepare: str = "true"
) -> subprocess.CompletedProcess[str]:
    """Run a command on a data folder that is a disk of its own, as large as that. prepare: for the shell before."""
    own = ("unshare", "--user", "--map-root-user", "--mount")
    if shutil.which("unshare") is None or subprocess.run([*own, "true"], check=False).returncode:
        pytest.skip("no disk of one's own can be had here")
    server.data_dir.mkdir(mode=0o700)
    script = f'mount -t tmpfs -o size={size},mode=0700 none "$0" && {prepare} && exec "$@"'
    return subprocess.run(
        [*own, "sh", "-c", script, str(server.data_dir), sys.executable, "manage.py", *command],
        check=False,
        **told_by(server),
    )


def told_by(server: Server) -> dict[str, Any]:
    return {
        "cwd": ROOT,
        "env": server.full_environment,
        "stdin": subprocess.DEVNULL,
        "capture_output": True,
        "text": True,
        "timeout": 60,
    }


@pytest.mark.parametrize(("port", "meant"), [("9012", 9012), ("", 8000), (None, 8000)])
def test_the_port_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch, port: str | None, meant: int):
    monkeypatch.delenv("PORT", raising=False)
    if port is not None:
        monkeypatch.setenv("PORT", port)
    assert Command().create_parser("manage.py", "serve").parse_args([]).port == meant


@pytest.mark.long
def test_several_processes_need_postgresql(tmp_path: Path):
    refused = Server(tmp_path / "data").manage("serve", "--port", "0", "--workers", "2")
    assert (refused.returncode, refused.stderr) == (
        1,
        "CommandError: --workers needs PostgreSQL, named in DATABASE_URL: SQLite serves one process.\n",
    )


@pytest.mark.long
@pytest.mark.row("threat", 57)
def test_debug_listens_on_this_machine_alone(tmp_path: Path):
    refused = Server(tmp_path / "data", DEBUG="1").manage("serve", "--host", "0.0.0.0", "--port", "0")
    assert (refused.returncode, refused.stderr) == (
        1,
        "CommandError: DEBUG exposes internals of the server; with DEBUG on, listen on 127.0.0.1 only.\n",
    )


@pytest.mark.long
@pytest.mark.row("threat", 9)
@pytest.mark.row("threat", 3)
def test_behind_https_cookies_are_bound_to_the_host(serve: Serve):
    server = serve(ORIGINS="https://chat.example.org", TRUST_PROXY="1")
    proxied = {"Host": "chat.example.org", "X-Forwarded-Proto": "https"}
    with urllib.request.urlopen(urllib.request.Request(server.base_url + "/language/", headers=proxied)) as answer:
        cookie = answer.headers["Set-Cookie"]
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert cookie.startswith("__Host-csrftoken=")
    assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.long
def test_a_played_evening_ends_with_the_server(serve: Serve):
    server = serve("--play")
    children = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text(encoding="ascii").split()
    assert len(children) == 1
    assert b"play_demo" in Path(f"/proc/{children[0]}/cmdline").read_bytes()
    assert server.stop() == 0
    assert not Path(f"/proc/{children[0]}").exists()


@pytest.mark.long
def test_a_command_on_a_database_that_is_still_empty_is_told_what_comes_first(tmp_path: Path):
    server = Server(tmp_path / "data")
    refused = server.manage("createsuperuser", "--noinput", "--username", "asha")
    assert (refused.returncode, refused.stderr) == (
        1,
        (
            "manage.py: the database is empty, or older than this code. "
            f"Run bin/manage prepare first (DATA_DIR is {server.data_dir}).\n"
        ),
    )
