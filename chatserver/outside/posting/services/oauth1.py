"""Signs a request by OAuth 1.0a with HMAC-SHA1 (RFC 5849), for a JSON body, which is no part of the signature; pure."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, quote, urlsplit


@dataclass(frozen=True, slots=True)
class Secrets:
    consumer_key: str = field(repr=False)
    consumer_secret: str = field(repr=False)
    token: str = field(repr=False)
    token_secret: str = field(repr=False)


def authorization(
    method: str, url: str, secrets: Secrets, *, nonce: str, timestamp: int, form: Mapping[str, str] | None = None
) -> str:
    """The header. form: fields of a form in the body; the query of the address is signed, too."""
    told = {
        "oauth_consumer_key": secrets.consumer_key,
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(timestamp),
        "oauth_token": secrets.token,
        "oauth_version": "1.0",
    }
    signed = told | {"oauth_signature": _signature(method, url, {**told, **(form or {})}, secrets)}
    return "OAuth " + ", ".join(f'{name}="{_escape(value)}"' for name, value in sorted(signed.items()))


def _signature(method: str, url: str, told: Mapping[str, str], secrets: Secrets) -> str:
    parts = urlsplit(url)
    pairs = [*told.items(), *parse_qsl(parts.query, keep_blank_values=True)]
    fields = "&".join(f"{name}={value}" for name, value in sorted((_escape(a), _escape(b)) for a, b in pairs))
    base = "&".join(
        map(_escape, (method.upper(), f"{parts.scheme}://{_host(parts.netloc, parts.scheme)}{parts.path}", fields))
    )
    key = f"{_escape(secrets.consumer_secret)}&{_escape(secrets.token_secret)}"
    return base64.b64encode(hmac.digest(key.encode(), base.encode(), hashlib.sha1)).decode()


def _host(netloc: str, scheme: str) -> str:
    """The host, without the usual port (RFC 5849, 3.4.1.2)."""
    return netloc.lower().removesuffix(":443" if scheme == "https" else ":80")


def _escape(text: str) -> str:
    return quote(text, safe="-._~")
