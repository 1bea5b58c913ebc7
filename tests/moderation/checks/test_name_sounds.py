"""Names that sound alike are known in four scripts; names that share only their consonants, or one word, are others."""

import pytest

from moderation.checks.name_sounds import sounds_like
from tests.running.tables import table


@pytest.mark.row("threat", 24)
@table(
    ("name", "other"),
    [
        ("shiuli roddur", "sheuli raddur"),
        ("shiuli roddur", "roddur sheulee"),
        ("ratan saha", "roton saha"),
        ("sunil singh", "सुनील सिंह"),
        ("मीता दास", "মিতা দাস"),
        ("salim khan", "سلیم خان"),
        ("শিউলি রোদ্দুর", "شیولی رودر"),
    ],
)
def test_a_name_in_other_letters_sounds_alike(name: str, other: str) -> None:
    assert sounds_like(name.split(), other.split())
    assert sounds_like(other.split(), name.split())


@table(
    ("name", "other"),
    [
        ("mita das", "mithu das"),
        ("mita das", "amit das"),
        ("sheela rudra", "shiuli roddur"),
        ("subir sen", "subir singh"),
        ("subir singh", "সুবীর সেন"),
        ("سلمی خان", "salim khan"),
        ("شیلا رودر", "shiuli roddur"),
        ("shiuli sen", "shiuli roddur"),
        ("asha", "ashi"),
    ],
)
def test_another_name_does_not(name: str, other: str) -> None:
    assert not sounds_like(name.split(), other.split())
