"""The file of accounts is read whole, or refused with a message that says what is wrong, and no secret."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.posting_targets import find_targets

GOOD = """
[page]
service = "facebook"
page = "1029"
token = "very-secret"
[channel]
service = "telegram"
chat = "@ward95"
token = "very-secret"
wards = [95, 96]
[fediverse]
service = "mastodon"
url = "https://mastodon.example/"
token = "very-secret"
boroughs = ["X"]
characters = 1000
"""


def find(folder: Path, text: str, name: str = "posting.toml"):
    (folder / name).write_text(text, encoding="utf-8")
    return find_targets({} if name == "posting.toml" else {"POSTING_TARGETS": str(folder / name)}, folder)


@pytest.mark.parametrize("name", ["posting.toml", "other.toml"])
def test_the_file_is_named_or_stands_in_the_data_folder(tmp_path: Path, name: str) -> None:
    page, channel, fediverse = find(tmp_path, GOOD, name)
    assert (page.url, page.values["page"]) == ("https://graph.facebook.com", "1029")
    assert (channel.wards, channel.boroughs) == ((95, 96), ())
    assert (fediverse.url, fediverse.characters) == ("https://mastodon.example", 1000)
    assert "very-secret" not in repr([page, channel, fediverse])
    assert page.mark != find(tmp_path, GOOD.replace("very-", "another-"), name)[0].mark


def test_without_a_file_there_is_no_account(tmp_path: Path) -> None:
    assert find_targets({}, tmp_path) == []


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("[page]", "[page", "cannot be read (TOMLDecodeError, at line "),
        ('token = "very-secret"', 'token = "very-secret', "cannot be read (TOMLDecodeError, at line "),
        ('token = "very-secret"', 'token = "very-secret\\nline"', "needs token, as one line of plain letters"),
        ('token = "very-secret"', 'token = "very-secret–é"', "needs token, as one line of plain letters"),
        ('service = "facebook"', 'service = "orkut"', "[page]: its service must be one of facebook, x,"),
        ('page = "1029"', "", "[page]: facebook needs page"),
        ('page = "1029"', "page = 1029", "[page]: facebook needs page"),
        ('token = "very-secret"', 'token = " "', "[page]: facebook needs token"),
        ('page = "1029"', 'page = "1029"\ntokn = "very-secret"', "[page]: facebook knows no tokn"),
        ("https://mastodon", "http://mastodon", "[fediverse]: its url must be"),
        ("https://mastodon", "https://very-secret:me@mastodon", "[fediverse]: its url must be"),
        ("[95, 96]", '"95"', "[channel]: its wards are a list"),
        ("= 1000", "= 3", "[fediverse]: its characters must be a number from 100"),
    ],
)
def test_a_mistake_is_told_without_secrets(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        find(tmp_path, GOOD.replace(was, becomes))
    assert says in str(refused.value)
    assert "very-secret" not in str(refused.value)


def test_a_file_that_is_named_and_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured):
        find_targets({"POSTING_TARGETS": str(tmp_path / "nothing.toml")}, tmp_path)
