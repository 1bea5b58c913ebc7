"""Scripts and server have the same version: both are raised together."""

import re

from chatserver.live.wire.protocol import PROTOCOL_VERSION
from tests.servers.server import ROOT


def test_the_scripts_speak_the_version_that_the_server_speaks() -> None:
    script = (ROOT / "chatserver/static/js/live/connection/wire_version.js").read_text(encoding="utf-8")
    assert re.findall(r"WIRE_VERSION = (\d+);", script) == [str(PROTOCOL_VERSION)]
