"""Every command of the wire has its function of the domain."""

from chatserver.live.ops import OPS
from chatserver.operations import OPERATIONS, SHARED_OPERATIONS


def test_every_command_of_the_wire_is_carried_out_in_one_way() -> None:
    assert sorted([*OPERATIONS, *SHARED_OPERATIONS]) == sorted(OPS)
