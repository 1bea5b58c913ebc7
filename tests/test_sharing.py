from tests.sharing import group_of
from tests.tables import table

LIVE = "tests/chatserver/live/fanout/test_hub.py"


@table(
    ("nodeid", "group"),
    [
        (f"{LIVE}::test_a[sqlite]", f"{LIVE} on sqlite"),
        (f"{LIVE}::test_a[0-daphne]", f"{LIVE} on daphne"),
        (f"{LIVE}::test_a[uvicorn-visitor-room]", f"{LIVE} on uvicorn"),
        (f"{LIVE}::test_a[sqlite3]", f"{LIVE}::test_a[sqlite3]"),
        (f"{LIVE}::test_a", f"{LIVE}::test_a"),
    ],
)
def test_the_tests_of_a_file_on_one_stack_stay_together(nodeid: str, group: str):
    assert group_of(nodeid) == group
