"""The file of keys: made once, private, rotated, never overwritten where it cannot be read."""

from pathlib import Path

import pytest

from chatserver.push.base64url import read_base64url
from chatserver.push.encryption import PUBLIC_KEY_BYTES
from chatserver.push.keys import BadKeyFile, KeyFile


def test_the_first_key_is_made_once_and_is_for_its_owner_alone(tmp_path: Path):
    first = KeyFile(tmp_path).current()
    assert KeyFile(tmp_path).current().id == first.id
    assert len(read_base64url(first.public)) == PUBLIC_KEY_BYTES
    assert [path.name for path in tmp_path.iterdir()] == ["push_keys.json"]
    assert (tmp_path / "push_keys.json").stat().st_mode & 0o777 == 0o600


def test_a_rotation_puts_a_new_key_first_and_keeps_what_is_still_used(tmp_path: Path):
    ours, other_process = KeyFile(tmp_path), KeyFile(tmp_path)
    first = ours.current()
    second = other_process.rotate(keep={first.id})
    assert ours.current().id == second.id
    assert [key.id for key in ours.all()] == [second.id, first.id]
    found = ours.find(first.id)
    assert found is not None
    assert found.public == first.public
    third = ours.rotate(keep={second.id})
    assert [key.id for key in other_process.all()] == [third.id, second.id]
    assert (other_process.find(first.id), (tmp_path / "push_keys.json").stat().st_mode & 0o777) == (None, 0o600)


@pytest.mark.parametrize(
    "text", ["", "{}", '{"keys": []}', '{"keys": [{"private": "xy", "made_at": ""}]}', '{"keys": 1}']
)
def test_what_cannot_be_read_is_told_and_left_alone(tmp_path: Path, text: str):
    path = tmp_path / "push_keys.json"
    path.write_text(text)
    for use in (KeyFile(tmp_path).current, lambda: KeyFile(tmp_path).rotate(keep=())):
        with pytest.raises(BadKeyFile, match=r"push_keys\.json"):
            use()
    assert path.read_text() == text


def test_a_lost_key_is_unknown_and_a_new_one_is_made(tmp_path: Path):
    keys = KeyFile(tmp_path)
    lost = keys.current()
    keys.path.unlink()
    assert keys.current().id != lost.id
    assert keys.find(lost.id) is None
