"""The log for programs: a monitor reads all of it from its addresses, and nothing is shown that is not published."""

import base64
import hashlib
import json
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from sessions.models import LogCheckpoint, LogKey, LogLeaf
from sessions.record.proof.high_water import HighWater, replace_mark
from sessions.record.proof.installation_log import append_record_state
from sessions.record.proof.tiles import NoSuchTile, read_path
from sessions.record.proof.tree import root_hash, tree_levels
from sessions.record.proof.verifier import verify
from tests.factories.evening import make_evening
from tests.factories.sealed_record import close, grow, redact, seal
from tests.running.tables import table

pytestmark = [pytest.mark.django_db, pytest.mark.costly]
ROOT = "cnJycnJycnJycnJycnJycnJycnJycnJycnJycnJycnI="


@transaction.atomic
def fill(count: int) -> None:
    """So many leaves, of which only the last comes by the long way; once in a test, whatever its rows."""
    if LogLeaf.objects.exists():
        return
    template = {"kind": "record", "slug": "a", "added_at": "2027-01-05T18:00:00Z"}
    rows = [LogLeaf(index=n, data=f'{{"size":{n}}}', hash=leaf(n), **template) for n in range(count - 1)]
    LogLeaf.objects.bulk_create(rows)
    append_record_state(slug="a", root=ROOT, size=1, sealed_at="2027-01-05T18:00:00Z")


def leaf(n: int) -> bytes:
    return hashlib.sha256(b"\x00" + f'{{"size":{n}}}'.encode()).digest()


def entries_of(bundle: bytes) -> list[bytes]:
    found = []
    while bundle:
        size = int.from_bytes(bundle[:2], "big")
        found.append(bundle[2 : 2 + size])
        bundle = bundle[2 + size :]
    return found


def test_a_monitor_computes_the_signed_root_from_tiles_and_from_bundles(client: Client) -> None:
    fill(300)
    answer = client.get("/log/checkpoint")
    head = verify.check_note(answer.content.decode(), [LogKey.objects.get().vkey])
    assert (head.size, answer["Content-Type"], answer["Cache-Control"]) == (
        300,
        "text/plain; charset=utf-8",
        "no-cache",
    )
    tiles = [client.get(f"/log/tile/0/{name}") for name in ("000", "001.p/44")]
    hashes = b"".join(each.content for each in tiles)
    leaves = [hashes[start : start + 32] for start in range(0, len(hashes), 32)]
    bundles = [client.get(f"/log/tile/entries/{name}").content for name in ("000", "001.p/44")]
    entries = [entry for bundle in bundles for entry in entries_of(bundle)]
    assert [hashlib.sha256(b"\x00" + entry).digest() for entry in entries] == leaves
    assert root_hash(leaves) == head.root
    assert client.get("/log/tile/1/000.p/1").content == root_hash(leaves[:256])
    for each in tiles:
        assert each["Cache-Control"] == "public, max-age=31536000, immutable"
        assert each["Access-Control-Allow-Origin"] == "*"


@table("path", ["001.p/45", "001", "002", "000.p/256", "000.p/0", "000.p/01", "0", "x000/000", "x1/000", "000/", "a"])
def test_a_tile_beyond_the_checkpoint_or_of_another_form_is_not_found(client: Client, path: str) -> None:
    fill(300)
    for kind in ("0", "entries"):
        assert client.get(f"/log/tile/{kind}/{path}").status_code == 404


@table("level", ["1/001.p/1", "2/000.p/1", "6/000.p/1", "9/000"])
def test_a_level_that_the_log_has_not_reached_is_not_found(client: Client, level: str) -> None:
    fill(300)
    assert client.get(f"/log/tile/{level}").status_code == 404


def test_long_paths_are_read_in_groups_of_three_digits() -> None:
    assert read_path("x001/x234/067") == (1234067, 256)
    assert read_path("x001/067.p/8") == (1067, 8)
    with pytest.raises(NoSuchTile):
        read_path("001/067")


def test_the_proof_between_two_sizes_verifies(client: Client) -> None:
    fill(20)
    leaves = [bytes(row.hash) for row in LogLeaf.objects.all()]
    answer = client.get("/log/consistency.json?from=7&to=20")
    path = [base64.b64decode(each) for each in answer.json()["proof"]]
    assert verify.is_consistent(7, root_hash(leaves[:7]), 20, root_hash(leaves), path)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/log/consistency.json?from=7").json()["to"] == 20


@table(
    "query",
    ["", "from=0", "from=8&to=7", "from=1&to=21", "from=a", "from=-1", "from=%00", "from=" + "9" * 40, "from=৭"],
)
def test_sizes_that_are_none_are_refused(client: Client, query: str) -> None:
    fill(20)
    answer = client.get(f"/log/consistency.json?{query}")
    assert (answer.status_code, list(answer.json())) == (400, ["error"])


def test_an_empty_log_has_no_checkpoint_and_a_page_that_says_so(client: Client) -> None:
    assert client.get("/log/checkpoint").status_code == 404
    assert client.get("/log/keys.json").json()["keys"] == []
    assert "no chat has ended yet" in client.get("/log/").content.decode()


def test_a_log_that_is_behind_what_was_published_is_shown_nowhere(client: Client, settings: Any) -> None:
    record = seal(close(make_evening()))
    assert client.get(f"/records/{record.slug}.json").status_code == 200
    replace_mark(settings.DATA_DIR, HighWater(1, 3, b"r" * 32))
    for path in (
        "/log/checkpoint",
        "/log/tile/0/000.p/1",
        "/log/consistency.json?from=1",
        f"/records/{record.slug}.json",
    ):
        answer = client.get(path)
        assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store")
        assert "has signed a log of 3 leaves" in answer.content.decode()
    page = client.get("/log/")
    assert page.status_code == 503
    assert "accept_restored_log" in page.content.decode()
    note = LogCheckpoint.objects.latest("pk").note
    for path in ("/log/", f"/records/{record.slug}/", "/my/sheet/"):
        assert note.split("\n")[2] not in client.get(path).content.decode()


def test_a_download_has_no_white_space_and_the_handed_out_verifier_takes_it(client: Client) -> None:
    record = grow(redact(seal(close(make_evening()))))
    raw = client.get(f"/records/{record.slug}.json").content
    assert raw == json.dumps(json.loads(raw), ensure_ascii=False, separators=(",", ":")).encode()
    script = client.get("/log/verify.py")
    space: dict[str, Any] = {"__name__": "handed_out"}
    exec(compile(script.content, "verify.py", "exec"), space)
    assert space["verify_document"](raw, space["KEYS"]).redacted == 1
    assert script["Content-Disposition"] == 'attachment; filename="verify.py"'
    [leaf] = LogLeaf.objects.filter(kind=LogLeaf.Kind.REDACTION, slug=record.slug)
    assert json.loads(leaf.data)["redaction"]["n"] == json.loads(raw)["redactions"][0]["n"]


def test_the_page_lists_the_lines_and_says_how_to_check(client: Client) -> None:
    record = redact(seal(close(make_evening())))
    page = client.get("/log/").content.decode()
    n = record.document["redactions"][0]["n"]
    assert f'href="/records/{record.slug}/"' in page
    assert f">{record.slug}</a>, {len(record.document['entries'])} entries" in page
    assert f"words of entry {n} removed" in page
    for word in (
        LogKey.objects.get().vkey,
        LogCheckpoint.objects.latest("pk").note.split("\n")[2],
        "verify.py",
        "--entries 000",
    ):
        assert word.replace("+", "&#x2B;") in page or word in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_takes_as_many_queries_for_three_leaves_as_for_one(
    client: Client, django_assert_num_queries: Any, rows: int
) -> None:
    fill(rows)
    client.get("/log/")
    with django_assert_num_queries(5):
        client.get("/log/")


def test_levels_of_a_tree_are_tiles() -> None:
    levels = tree_levels([leaf(n) for n in range(5)])
    assert [len(level) for level in levels] == [5, 3, 2, 1]
