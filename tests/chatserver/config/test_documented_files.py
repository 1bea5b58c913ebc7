"""The examples in the documentation of the files that settings name: each can be read as it stands there."""

import re
from pathlib import Path

import pytest

from chatserver.config.open311_receivers import read_receivers
from chatserver.config.sms_gateway import read_gateway
from chatserver.config.time_stamping import read_authority
from sessions.models.people.reminder import NEWS_KINDS, ReminderKind
from tests.chatserver.outside.time_stamps.tokens import make_authority
from tests.servers.server import ROOT

DOCS = ROOT / "chatserver" / "docs"
SENT_BY_SMS = ["code", "waits", *(kind for kind in ReminderKind if kind not in NEWS_KINDS)]
"""News of a question goes by push alone; "waits" is a moved chat without a date, and "code" is for signing in."""


def write_example(page: str, folder: Path) -> Path:
    """Write the one example of a page to a file."""
    [example] = re.findall(r"```toml\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL)
    file = folder / "example.toml"
    file.write_text(example, encoding="utf-8")
    return file


def test_that_of_the_gateway_for_sms(tmp_path: Path):
    gateway = read_gateway(write_example("sms.md", tmp_path))
    assert set(gateway.templates) == {"week", "code"}
    assert gateway.templates["code"]["en"].endswith("\n\n@{host} #{code}")


def test_its_page_names_each_template_that_an_sms_may_have():
    page = (DOCS / "sms.md").read_text(encoding="utf-8")
    assert [kind for kind in SENT_BY_SMS if f"`{kind}`" not in page] == []


def test_that_of_other_offices(tmp_path: Path):
    [receiver] = read_receivers(write_example("open311.md", tmp_path))
    assert dict(receiver.services) == {"drains": "DR-01", "street-lights": "SL-07"}


@pytest.mark.costly
def test_that_of_the_time_stamping_authority(tmp_path: Path):
    (tmp_path / "tsa-root.pem").write_text(make_authority().roots)
    assert read_authority(write_example("record-proof.md", tmp_path)).url == "https://tsa.example.org/tsr"
