"""Proofs of inclusion and of consistency are those of RFC 9162, and the verifier takes no others."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.record.proof import tree
from sessions.record.proof.verifier import verify

pytestmark = pytest.mark.costly

Hashes = Sequence[bytes]


def leaves_of(size: int) -> list[bytes]:
    return [hashlib.sha256(b"\x00" + str(n).encode()).digest() for n in range(size)]


def split(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power


def mth(leaves: Hashes) -> bytes:
    """Section 2.1.1, as it is written."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def path(m: int, leaves: Hashes) -> list[bytes]:
    """Section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return [*path(m, leaves[:k]), mth(leaves[k:])] if m < k else [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: Hashes, *, is_whole: bool) -> list[bytes]:
    """Section 2.1.4.1."""
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole=is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], is_whole=False), mth(leaves[:k])]


sizes = st.integers(min_value=1, max_value=300)


@given(size=st.integers(min_value=0, max_value=300))
def test_the_root_is_that_of_the_definition(size: int) -> None:
    assert tree.root_hash(leaves_of(size)) == mth(leaves_of(size)) == verify.root_hash(leaves_of(size))


@given(data=st.data(), size=sizes)
def test_an_inclusion_proof_is_that_of_the_definition_and_verifies(data: st.DataObject, size: int) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    proof = tree.inclusion_proof(tree.tree_levels(leaves), index)
    assert proof == path(index, leaves)
    assert verify.is_included(leaves[index], index, proof, size, mth(leaves))


@given(data=st.data(), size=sizes)
def test_a_consistency_proof_is_that_of_the_definition_and_verifies(data: st.DataObject, size: int) -> None:
    leaves, old = leaves_of(size), data.draw(st.integers(1, size))
    proof = tree.consistency_proof(leaves, old)
    assert proof == subproof(old, leaves, is_whole=True)
    assert verify.is_consistent(old, mth(leaves[:old]), size, mth(leaves), proof)


@given(data=st.data(), size=st.integers(2, 100))
def test_a_proof_for_another_place_or_another_size_does_not_verify(data: st.DataObject, size: int) -> None:
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    proof, other = path(index, leaves), data.draw(st.integers(-1, size).filter(lambda n: n != index))
    assert not verify.is_included(leaves[index], other, proof, size, mth(leaves))
    assert not verify.is_included(leaves[index], index, [*proof, leaves[0]], size, mth(leaves))
    assert not verify.is_included(leaves[index], index, proof[:-1], size, mth(leaves))
    assert not verify.is_included(leaves[index - 1], index, proof, size, mth(leaves))


@given(data=st.data(), size=st.integers(2, 100))
def test_a_log_that_was_rewritten_has_no_consistency_proof(data: st.DataObject, size: int) -> None:
    leaves, old = leaves_of(size), data.draw(st.integers(1, size - 1))
    place = data.draw(st.integers(0, old - 1))
    rewritten = [*leaves[:place], b"x" * 32, *leaves[place + 1 :]]
    proof = tree.consistency_proof(rewritten, old)
    assert not verify.is_consistent(old, mth(leaves[:old]), size, mth(rewritten), proof)
    assert not verify.is_consistent(old, mth(leaves[:old]), size, mth(leaves), tree.consistency_proof(leaves, old)[:-1])
    assert not verify.is_consistent(size, mth(leaves), old, mth(leaves[:old]), tree.consistency_proof(leaves, old))
