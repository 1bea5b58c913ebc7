"""What other programs of C2SP have signed, and who witnesses: read as the specifications say."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.config.environment import find_witnesses
from sessions.record.proof.notes.signed_notes import NoteKey, read_note
from sessions.record.proof.verifier.verify import Failed, check_note, check_witnesses
from sessions.record.proof.witness_list import MOST_WITNESSES
from tests.sessions.record.proof.cosigning import PLAIN, TestWitness

LOG = "127.0.0.1:8651/log+e83b87a6+AaKqMFrG95Gm1gDAMHE60JeRSCJvUASHp0CpM3snUAUO"
OURS = "w.example/a+f84f1c17+BNGSuc7FJou5KYWP39lozWancGwnkxmV7EVYDKtXtoEW"
THEIRS = "aics.example/w1+1cb788fb+BFuApImnrA7j/iak371OQ5BMAgV9uvzp3Zx5ssBa9Ty0"
NOTE = """127.0.0.1:8651/log
9
+TdD3J8cOH1JCxV7ak+XZ+F1ln4AuOLupOy6UgfA63k=

— 127.0.0.1:8651/log 6DuHpluOqVuSIQL1st7r88Pb7RWhmI7mmn4WC27miOMQwfELitqgm9AGyhYdoJnRy0yzU+Ny2X+oJEnQjwNuzHOv7A8=
— push.example/w rip2KgAAAABrELToP6xOim95dcM+vfHw87CUIrZ4lG8w4vPXV0wdmcPIWaHII29Bs7f6Pu2Sm0dkYPAdQmoQghp7mn96FJAR5EhyAg==
— aics.example/w1 HLeI+wAAAABrELToS+lxLCzwbOOE0T26PSe4NAnS67/VD9B7VXx8yFSTtWs7sZnY2vq0yO5qk8WKG3L/XTqcyutBkB1R9mqXruP7DA==
— w.example/a +E8cFwAAAABrELTxL/V3ZA901jaHyyefgLpzDf/UHCPb+V+HfPhnMuadSxIQv6K40R6HaPJO3b7XAHYYlu79CGDJD9e76dnzrHKRDA==
"""  # noqa: E501 -- as it stood
"""A checkpoint of a try: signed by the log, by two witnesses of ours, and by the one of aics-witness 0.1.0."""


def test_the_signature_of_another_program_holds_and_that_of_an_unknown_witness_is_ignored() -> None:
    head = check_note(NOTE, [LOG])
    assert check_witnesses(head, [THEIRS, OURS], [LOG]) == ("aics.example/w1", "w.example/a")
    assert read_note(NOTE).is_signed_by(NoteKey.parse(THEIRS))
    assert str(read_note(NOTE)) == NOTE
    changed = NOTE.replace("HLeI+wAAAABrELToS", "HLeI+wAAAABrELTpS")
    assert check_note(changed, [LOG]) == head._replace(note=changed)
    with pytest.raises(Failed, match=r"the signature of aics\.example/w1 does not hold"):
        check_note(changed, [LOG, THEIRS])
    assert not read_note(changed).is_signed_by(NoteKey.parse(THEIRS))


def test_witnesses_are_named_with_or_without_an_address() -> None:
    assert find_witnesses({}) == find_witnesses({"WITNESSES": " , "}) == ()
    one, two = find_witnesses({"WITNESSES": f"{OURS}, {THEIRS} https://witness.example.org/w/ "})
    assert (str(one.key), one.url) == (OURS, "")
    assert (str(two.key), two.url) == (THEIRS, "https://witness.example.org/w")


MANY = ", ".join(TestWitness(f"witness.example/{n}").vkey for n in range(MOST_WITNESSES + 1))


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("witness.example", "is no key of the form"),
        (OURS.replace("w.example", "v.example"), "does not fit its name"),
        (TestWitness(kind=PLAIN).vkey, "is no key of a witness"),
        (TestWitness("সাক্ষী.example").vkey, "is no key of a witness"),
        (f"{OURS} ftp://witness.example", "is no full http or https address"),
        (f"{OURS} {THEIRS}", "is no full http or https address"),
        (f"{OURS} https://a.example https://b.example", "is no full http or https address"),
        (f"{OURS}, {OURS}", "one name or one key"),
        (f"{OURS}, {TestWitness('w.example/a').vkey}", "one name or one key"),
        (MANY, "At most 8"),
    ],
    ids=range(10),  # keys are made anew in each process
)
def test_what_names_no_witness_ends_the_start(given: str, why: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"^WITNESSES: .*{why}"):
        find_witnesses({"WITNESSES": given})
