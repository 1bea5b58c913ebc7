"""Values of a type may come to several threads for the first time at once: to a new server everybody comes at once."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[4]

AT_ONCE = """
import sys
import threading
from contextlib import suppress

from chatserver.live.cluster.messages import read_message
from chatserver.live.wire.decoding import BadFrame, decode
from chatserver.live.wire.ops import OPS
from sessions.log.event_form import read_event, tag_of
from sessions.log.events.streams import DECLARED

EVENTS = [(stream, tag_of(kind)) for stream, kinds in DECLARED.items() for kind in kinds.__args__]
FRAMES = [f'{{"type":"cmd","ref":"0191e7a6-0000-7000-8000-000000000000","op":"{op}"}}' for op in OPS]
THREADS = 8
begin = threading.Barrier(THREADS)

def read_all():
    begin.wait()
    for stream, type in EVENTS:
        read_event(stream, type, {"id": "1"})
    for frame in FRAMES:
        with suppress(BadFrame):
            decode(frame)
    read_message({"type": "live.bulletin", "process": "one", "hints": {"grew": []}})

sys.setswitchinterval(1e-6)  # each of them waits for the others at any point
threads = [threading.Thread(target=read_all) for _ in range(THREADS)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("_again", range(3))  # a race: without preparation five of six runs lost it
def test_a_type_that_several_threads_read_for_the_first_time_ends_no_process(_again: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_ONCE], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
