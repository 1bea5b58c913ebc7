import pytest
from django.test import RequestFactory
from django.utils.http import MAX_URL_LENGTH

from chatserver.redirects import own_address
from tests.running.tables import table

REQUEST = RequestFactory().get("/", HTTP_HOST="127.0.0.1:8000")


@pytest.mark.parametrize("wanted", ["/me/", "/chat/7/?since=1#ask", "http://127.0.0.1:8000/me/"])
def test_our_own_pages_are_led_to(wanted: str) -> None:
    assert own_address(REQUEST, wanted) == wanted


@table(
    "wanted",
    [
        "",
        "room",  # the name of a view
        "' OR 1=1 --",
        "me/",
        "//evil.example/",
        "https://evil.example/",
        "http://127.0.0.1/",
        "javascript:alert(1)",
        "/" + "a" * MAX_URL_LENGTH,
    ],
)
def test_nothing_else_is(wanted: str) -> None:
    assert own_address(REQUEST, wanted) == ""
