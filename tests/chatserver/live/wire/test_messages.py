"""Every refusal and every close has words."""

from chatserver.live.wire.messages import ACK_WORDS, CLOSE_REASONS, REFUSALS, close_reason, refusal_words, success_words
from chatserver.live.wire.ops import OPS
from chatserver.live.wire.protocol import Close
from tests.running.tables import table

BAD_FRAME_CODES = (
    "bad_json",
    "binary",
    "too_big",
    "bad_frame",
    "unknown_type",
    "unknown_op",
    "unknown_field",
    "missing_field",
    "bad_field",
    "bad_ref",
)


OTHER_CODES = ("busy", "timeout", "internal", "rate_limited", "not_found", "outdated", "resync")


@table("code", [*BAD_FRAME_CODES, *OTHER_CODES])
def test_every_code_of_the_live_edge_has_a_sentence(code: str) -> None:
    assert refusal_words(code, "en").endswith(".")


def test_every_close_has_a_sentence_here_or_brings_the_domains_own() -> None:
    assert set(CLOSE_REASONS) == set(Close)
    assert all(close_reason(code, "en").endswith(".") for code in CLOSE_REASONS)


def test_every_op_has_a_sentence_for_those_who_sent_it_as_a_form() -> None:
    assert set(ACK_WORDS) == set(OPS)
    assert all(success_words(op, {"receipt": "R", "on": True}).endswith(".") for op in OPS)
    assert success_words("question.back", {"on": True}) != success_words("question.back", {"on": False})


def test_every_sentence_is_used() -> None:
    assert set(REFUSALS) == {*BAD_FRAME_CODES, *OTHER_CODES, "sign_in"}
