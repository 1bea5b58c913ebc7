"""Twelve words on a sheet of paper: they stand on posters and printed records, and a page shows them for each size."""

import base64

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sessions.models import LogCheckpoint
from sessions.record.proof.notes.checkpoint_words import CONSONANTS, INNER, LAST, words_of_root
from tests.factories.evening import make_evening
from tests.factories.sealed_record import close, grow, seal

pytestmark = pytest.mark.costly


def bits_of(words: list[str]) -> int:
    bits = 0
    for first, inner, second, last in map(list, words):
        bits = bits << 4 | CONSONANTS.index(first)
        bits = bits << 2 | INNER.index(inner)
        bits = bits << 4 | CONSONANTS.index(second)
        bits = bits << 1 | LAST.index(last)
    return bits


@given(root=st.binary(min_size=32, max_size=32))
def test_twelve_words_say_the_first_132_bits(root: bytes) -> None:
    words = words_of_root(root)
    assert (len(words), bits_of(words)) == (12, int.from_bytes(root, "big") >> 256 - 132)


def test_the_words_of_a_known_root() -> None:
    assert words_of_root(bytes(32)) == ["baba"] * 12
    assert words_of_root(b"\xff" * 32) == ["zuzo"] * 12


@pytest.mark.long
@pytest.mark.django_db
def test_sheets_and_printed_records_carry_the_newest_checkpoint(client: Client) -> None:
    evening = make_evening()
    assert "paper__words" not in client.get("/my/sheet/").content.decode()
    record = close(evening)
    assert "Checkpoint of the records, 1 line</p>" in client.get("/my/sheet/").content.decode()
    assert "The log has 1 line. This signed note says it:" in client.get("/log/").content.decode()
    seal(record)
    words = " ".join(words_of_root(base64.b64decode(LogCheckpoint.objects.latest("pk").root)))
    for path in ("/my/sheet/", f"/records/{record.slug}/"):
        page = client.get(path).content.decode()
        assert f'<p class="paper__words" lang="zxx" dir="ltr">{words}</p>' in page
        assert "Checkpoint of the records, 2 lines" in page
        assert page.count('role="img" aria-label="QR code of the signed checkpoint"') == 1


@pytest.mark.django_db
def test_the_words_of_an_old_sheet_are_found_by_its_number(client: Client) -> None:
    grow(seal(close(make_evening())))
    words = words_of_root(base64.b64decode(LogCheckpoint.objects.get(size=1).root))
    listed = f'lang="zxx" dir="ltr">{"".join(f"<li>{word}</li>" for word in words)}</ol>'
    assert listed in client.get("/log/words/?size=1").content.decode()
    assert listed in client.get("/log/words/?size=১").content.decode()
    for given_size in ("4", "0", "x", "9" * 50):
        page = client.get(f"/log/words/?size={given_size}")
        assert (page.status_code, listed in page.content.decode()) == (200, False)
        assert "A sheet with a greater number convicts" in page.content.decode()
    assert client.get("/log/words/?size=%00").content == client.get("/log/words/?size=+").content
