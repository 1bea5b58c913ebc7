"""A device that makes a passkey and signs with it, in the form that a browser gives the page (WebAuthn, level 2)."""

import hashlib
import json
import secrets
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

Flag = AuthenticatorData.FLAG


class Passkey:
    """For one account at one website; verifies: whether the device has verified its user."""

    def __init__(self, handle: bytes, *, host: str = "testserver", verifies: bool = True) -> None:
        self.handle, self.host = handle, host
        self.flags = Flag.UP | (Flag.UV if verifies else Flag(0))
        self.credential_id = secrets.token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def registration(self) -> dict[str, Any]:
        public = ES256.from_cryptography_key(self._key.public_key())
        data = AttestedCredentialData.create(b"\0" * 16, self.credential_id, public)
        made = AttestationObject.create("none", self._data(self.flags | Flag.AT, data), {})
        return self._said({"clientDataJSON": self._client_data("webauthn.create", "AA"), "attestationObject": made})

    def signature(self, options: dict[str, Any], **other: str) -> str:
        """For the challenge in the options of a page."""
        client_data = self._client_data("webauthn.get", options["publicKey"]["challenge"], **other)
        data = self._data(self.flags)
        signed = self._key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client_data, "authenticatorData": data, "signature": signed}
        return json.dumps(self._said({**said, "userHandle": self.handle}))

    def _data(self, flags: Flag, credential_data: bytes = b"") -> AuthenticatorData:
        host = hashlib.sha256(self.host.encode()).digest()
        data: AuthenticatorData = AuthenticatorData.create(host, flags, 0, credential_data)
        return data

    def _client_data(self, kind: str, challenge: str, *, origin: str = "") -> CollectedClientData:
        data: CollectedClientData = CollectedClientData.create(kind, challenge, origin or f"https://{self.host}")
        return data

    def _said(self, response: dict[str, bytes]) -> dict[str, Any]:
        shown = websafe_encode(self.credential_id)
        return {
            "id": shown,
            "rawId": shown,
            "type": "public-key",
            "response": {name: websafe_encode(value) for name, value in response.items()},
            "clientExtensionResults": {},
        }
