"""The browser finds what the server accepts, and its hashes are standard ones."""

import hashlib

import pytest

from chatserver.accounts.limits.proof_of_work import is_solved
from sessions.contract.limits import LEAST_WORK_BITS
from tests.browser.modules import Modules

pytestmark = [pytest.mark.asyncio(loop_scope="package"), pytest.mark.costly]

TEXTS = ["", "a", "abc", "nonce:1234567", "x" * 54, "x" * 55]


async def test_its_hashes_are_those_of_sha_256(shared_modules: Modules) -> None:
    told = await shared_modules.run("accounts/sha256.js", "({ firstBits }, texts) => texts.map(firstBits)", TEXTS)
    assert told == [int.from_bytes(hashlib.sha256(text.encode()).digest()[:4]) for text in TEXTS]


async def test_what_it_finds_is_a_solution(shared_modules: Modules) -> None:
    find = "({ findSolution }, [nonce, bits]) => findSolution(nonce, bits)"
    solution = await shared_modules.run("accounts/proof_of_work.js", find, ["a-nonce-of-theirs", LEAST_WORK_BITS])
    assert is_solved("a-nonce-of-theirs", LEAST_WORK_BITS, solution)
