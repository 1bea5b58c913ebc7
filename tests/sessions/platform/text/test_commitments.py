"""Commitments: the author can prove the words, with the line that the receipt's page gives."""

import base64
import hashlib
import subprocess

import pytest

from sessions.platform.text.commitments import SALT_BYTES, base64url, checking_line, commitment, new_salt


def test_a_commitment_is_the_hash_of_the_salt_and_then_the_words() -> None:
    salt = bytes(range(SALT_BYTES))
    digest = hashlib.sha256(salt + "পানি?".encode()).digest()
    assert base64.urlsafe_b64decode(commitment(salt, "পানি?") + "=") == digest


@pytest.mark.parametrize("words", ["When?", "জল কবে আসবে?", 'It\'s "$HOME" `ls`\nand\\n a % line'])
def test_the_line_prints_the_commitment_in_a_shell(words: str) -> None:
    salt = new_salt()
    done = subprocess.run(["sh", "-c", checking_line(base64url(salt), words)], capture_output=True, check=True)
    assert done.stdout.decode() == commitment(salt, words) + "\n"
