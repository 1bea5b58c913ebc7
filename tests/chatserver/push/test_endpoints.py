"""Only known push services are ever called: every other address that a browser may name is refused."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from chatserver.push.endpoints import KNOWN_SERVICES, find_services, origin_of_endpoint, service_of


@pytest.mark.parametrize(
    ("endpoint", "service"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc:def", "fcm.googleapis.com"),
        ("https://FCM.googleapis.com:443/fcm/send/abc", "fcm.googleapis.com"),
        ("https://updates.push.services.mozilla.com/wpush/v2/a", "*.push.services.mozilla.com"),
        ("https://web.push.apple.com/Qx", "*.push.apple.com"),
        ("https://wns2-par02p.notify.windows.com/w/?token=a%2b", "*.notify.windows.com"),
    ],
)
def test_the_browsers_own_services_are_known(endpoint: str, service: str):
    assert service_of(endpoint, KNOWN_SERVICES) == service


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://fcm.googleapis.com/a",
        "https://fcm.googleapis.com:8443/a",
        "https://fcm.googleapis.com",
        "https://fcm.googleapis.com/",
        "https://fcm.googleapis.com.example.org/a",
        "https://evilfcm.googleapis.com/a",
        "https://push.apple.com/a",
        "https://example.org/fcm.googleapis.com/a",
        "https://example.org#.push.apple.com/a",
        "https://example.org\\.push.apple.com/a",
        "https://user@web.push.apple.com/a",
        "https://fcm.googleapis.com@127.0.0.1/a",
        "https://127.0.0.1/a",
        "https://[::1]/a",
        "https://fcm.googleapis.com:x/a",
        "https://[fcm.googleapis.com/a",
        "https://fcm.googleapis.com/a b",
        "https://fcm.googleapis.com/\n",
        "https://fcm.googleapis.com/ক",
        "file:///etc/passwd",
        "",
        "https://fcm.googleapis.com/" + "a" * 1000,
    ],
)
def test_every_other_address_is_refused(endpoint: str):
    assert service_of(endpoint, KNOWN_SERVICES) is None


def test_the_setting_names_others_and_one_on_this_machine_for_tests():
    services = find_services({"PUSH_SERVICES": "push.example.org, *.b.example, http://127.0.0.1:9000"})
    assert service_of("http://127.0.0.1:9000/a", services) == "http://127.0.0.1:9000"
    assert [service_of(f"https://{host}/a", services) for host in ("push.example.org", "x.b.example")] == [
        "push.example.org",
        "*.b.example",
    ]
    for endpoint in ("http://127.0.0.1:9001/a", "http://127.0.0.1:9000@b.org/a", "https://fcm.googleapis.com/a"):
        assert service_of(endpoint, services) is None
    assert find_services({}) == KNOWN_SERVICES
    assert origin_of_endpoint("https://web.push.apple.com:443/Qx") == "https://web.push.apple.com"
    assert origin_of_endpoint("http://127.0.0.1:9000/a") == "http://127.0.0.1:9000"


@pytest.mark.parametrize("given", ["*", "com", "https://push.example.org", "http://10.0.0.1", "a b.org", "*.*.org"])
def test_other_settings_are_refused_at_the_start(given: str):
    with pytest.raises(ImproperlyConfigured, match="PUSH_SERVICES names"):
        find_services({"PUSH_SERVICES": given})
