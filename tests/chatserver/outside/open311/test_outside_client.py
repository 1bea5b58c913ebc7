"""Somebody else's client lodges and reads over the network, in both forms, at a real server."""

import pytest

from tests.chatserver.outside.open311.outside_client import GeoClient, HttpWire
from tests.servers.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.long]


def test_another_program_lodges_and_reads(demo: Server) -> None:
    key = demo.manage("open311_key", "add", "City app").stdout.strip()
    for form in ("xml", "json"):
        geo = GeoClient(HttpWire("127.0.0.1", demo.port), form=form, key=key)
        [endpoint] = geo.get("discovery")["endpoints"]
        assert endpoint["url"] == f"{demo.base_url}/open311/v2"
        codes = [service["service_code"] for service in geo.get("v2/services")]
        assert "drains" in codes
        assert geo.get(f"v2/services/{codes[0]}")["service_code"] == codes[0]
        told = geo.post(
            service_code="drains",
            description=f"নালা উপচে পড়ছে ({form})",
            address_string="Bijoygarh bus stand",
            email="asha-secret@example.org",
            **{"attribute[ward]": "95"},
        )
        assert geo.get(f"v2/tokens/{told['token']}")[0]["service_request_id"] is None
        assert isinstance(geo.get("v2/requests"), list)
        assert geo.refusal(service_code="nothing")[0] == 404
        assert geo.ask("POST", "v2/requests", body=b"a=" + b"b" * 3_000_000).status == 413
    assert "asha-secret" not in demo.log
    assert key not in demo.log
