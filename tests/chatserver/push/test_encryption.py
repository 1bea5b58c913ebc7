"""The bytes of RFC 8291 and RFC 8188, and what is refused as a key."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.push.base64url import read_base64url, write_base64url
from chatserver.push.encryption import CURVE, BadKeys, BrowserKeys, encrypt
from tests.servers.services.browser_keys import decrypt

# RFC 8291, section 5 and appendix A
PLAIN = b"When I grow up, I want to be a watermelon"
AS_PRIVATE = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
UA_PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
UA_PUBLIC = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
AUTH, SALT = "BTBZMqHH6r4Tts7J_aSIgg", "DGv6ra1nlYgDCS1FRnbzlw"
BODY = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A"
    "_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)


def private(text: str) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(int.from_bytes(read_base64url(text)), CURVE)


KEYS = BrowserKeys(read_base64url(UA_PUBLIC), read_base64url(AUTH))


def test_the_example_of_rfc_8291_byte_for_byte():
    body = encrypt(PLAIN, KEYS, pad_to=len(PLAIN) + 1, sender=private(AS_PRIVATE), salt=read_base64url(SALT))
    assert write_base64url(body) == BODY
    assert decrypt(read_base64url(BODY), KEYS.auth, private(UA_PRIVATE)) == PLAIN


def test_each_length_of_text_has_the_same_length_on_the_way_and_each_message_its_own_keys():
    bodies = [encrypt(b"x" * length, KEYS, pad_to=512) for length in (0, 1, 200, 511)]
    assert {len(body) for body in bodies} == {512 + 16 + 86}
    assert len({body[:86] for body in bodies}) == 4
    assert [len(decrypt(body, KEYS.auth, private(UA_PRIVATE))) for body in bodies] == [0, 1, 200, 511]
    with pytest.raises(ValueError, match="512 is the limit"):
        encrypt(b"x" * 512, KEYS, pad_to=512)


def test_somebody_else_reads_nothing():
    body = encrypt(PLAIN, KEYS, pad_to=512)
    stranger = ec.generate_private_key(CURVE)
    with pytest.raises(ValueError, match="not encrypted for these keys"):
        decrypt(body, KEYS.auth, stranger)


@pytest.mark.parametrize(
    ("public", "auth"),
    [
        (KEYS.public[:-1], KEYS.auth),
        (b"\x04" + b"\x01" * 64, KEYS.auth),  # on no curve
        (b"\x02" + KEYS.public[1:33], KEYS.auth),  # compressed
        (b"", KEYS.auth),
        (KEYS.public, KEYS.auth + b"1"),
        (KEYS.public, b""),
    ],
)
def test_what_is_no_browsers_key_is_refused(public: bytes, auth: bytes):
    with pytest.raises(BadKeys):
        BrowserKeys(public, auth)


@pytest.mark.parametrize("text", ["*", "a", "aé", "AA=A"])
def test_what_is_no_base64url_is_refused(text: str):
    with pytest.raises(ValueError, match="not base64url"):
        read_base64url(text)
