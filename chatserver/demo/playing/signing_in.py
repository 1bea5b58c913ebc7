"""Opens a sign-in link over HTTP, for the cookies that it sets."""

import http.client
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

TIMEOUT_S = 10.0


class NotLetIn(Exception):
    """The server answered a sign-in link without signing in."""


def open_sign_in_link(base_url: str, link: str) -> str:
    """The Cookie header after opening the link (a path). Blocks.

    Raises OSError where the server does not answer, and NotLetIn where the link does not sign in.
    """
    parts = urlsplit(base_url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.netloc, timeout=TIMEOUT_S)
    try:
        connection.request("GET", link)
        response = connection.getresponse()
        response.read()
        cookies = SimpleCookie()
        for header in response.headers.get_all("Set-Cookie", []):
            cookies.load(header)
    except http.client.HTTPException as error:
        raise ConnectionError(str(error)) from error
    finally:
        connection.close()
    if not any(name.endswith("sessionid") for name in cookies):
        raise NotLetIn(f"{link.partition('sign-in/')[1]} answered {response.status}")
    return "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
