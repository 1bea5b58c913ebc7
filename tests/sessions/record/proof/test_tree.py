"""The record's tree is that of RFC 9162."""

import hashlib

import pytest

from sessions.platform.text.commitments import commitment
from sessions.record.proof.tree import leaf_hash, root_hash
from tests.running.tables import table

# The test inputs and roots of RFC 6962's reference implementation, as published with Certificate Transparency.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@table("size", range(1, 9))
def test_the_root_is_the_published_one(size: int) -> None:
    leaves = [hashlib.sha256(b"\x00" + bytes.fromhex(leaf)).digest() for leaf in LEAVES[:size]]
    assert root_hash(leaves).hex() == ROOTS[size - 1]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert root_hash([]) == hashlib.sha256(b"").digest()


def test_a_leaf_does_not_change_when_its_texts_go() -> None:
    entry = {"n": 1, "type": "x", "texts": {"text": {"value": "a", "salt": "b"}}, "commitments": {"text": "c"}}
    assert leaf_hash(entry) == leaf_hash(entry | {"texts": {"text": None}})
    assert leaf_hash(entry) != leaf_hash(entry | {"commitments": {"text": "d"}})


def entries(count: int) -> list[dict[str, object]]:
    return [{"n": n, "type": "question.queued", "data": {"seq": n + 1}, "commitments": {}} for n in range(count)]


def roots(log: list[dict[str, object]]) -> list[bytes]:
    """The root of each beginning of the log: what a checkpoint of that size says."""
    leaves = [leaf_hash(entry) for entry in log]
    return [root_hash(leaves[:size]) for size in range(len(log) + 1)]


@pytest.mark.row("threat", 54)
@pytest.mark.row("threat", 53)
@pytest.mark.parametrize("n", range(9))
def test_whatever_is_written_anew_no_root_from_there_on_fits_and_those_before_it_do(n: int) -> None:
    honest, other = entries(9), {"n": n, "type": "question.queued", "data": {"seq": 77}, "commitments": {}}
    for rewritten in (
        [*honest[:n], other, *honest[n + 1 :]],
        [*honest[:n], other, *honest[n:]],
        [*honest[:n], *honest[n + 1 :]],
        [*honest[:n], *reversed(honest[n : n + 2]), *honest[n + 2 :]] if n < 8 else [*honest[:8], other],
    ):
        before, after = roots(honest), roots(rewritten)
        assert after[: n + 1] == before[: n + 1]
        assert [size for size in range(n + 1, 10) if after[size : size + 1] == before[size : size + 1]] == []


def test_a_log_that_only_grows_keeps_its_old_roots() -> None:
    assert roots(entries(20))[:10] == roots(entries(9))


@pytest.mark.row("threat", 53)
def test_a_commitment_binds_the_value_and_the_salt() -> None:
    assert commitment(b"s" * 32, "জল") != commitment(b"t" * 32, "জল")
    assert commitment(b"s" * 32, "জল") != commitment(b"s" * 32, "জলা")
