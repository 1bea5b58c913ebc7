import pytest

from chatserver.serving.process.connections import Connections


class Line:
    """A plain connection that records whether it was closed."""

    def __init__(self, connections: Connections) -> None:
        self.is_let_go = False
        self.connections = connections
        self.is_in = connections.come(self)

    def let_go(self) -> None:
        self.is_let_go = True
        self.connections.go(self)


@pytest.fixture
def connections() -> Connections:
    """With room for three hundred connections: 75 of them are kept for pages."""
    connections = Connections()
    connections.share_out(460)
    return connections


def test_any_number_of_files_is_divided() -> None:
    shares = {}
    for files in (256, 1024, 4096, 1_048_576):
        connections = Connections()
        connections.share_out(files)
        shares[files] = (connections.max_connections, connections.max_sockets)
    assert shares == {
        256: (128, 96),
        1024: (864, 648),
        4096: (3936, 3680),
        1_048_576: (1_048_416, 1_048_160),
    }


@pytest.mark.row("fault", 35)
def test_sockets_are_refused_before_pages_have_no_room(connections: Connections) -> None:
    assert [connections.take_socket() for _ in range(226)] == [True] * 225 + [False]
    assert all(Line(connections).is_in for _ in range(75))
    connections.leave_socket()
    assert connections.take_socket()


def test_the_connection_that_waited_longest_makes_room_and_a_running_request_does_not(connections: Connections) -> None:
    lines = [Line(connections) for _ in range(300)]
    connections.begin_answer(lines[0])
    connections.begin_answer(lines[1])
    connections.end_answer(lines[1])
    newcomers = [Line(connections) for _ in range(299)]
    assert [line.is_let_go for line in lines] == [False] + [True] * 299
    assert all(line.is_in and not line.is_let_go for line in newcomers)


def test_while_all_connections_are_being_answered_a_new_one_is_refused(connections: Connections) -> None:
    lines = [Line(connections) for _ in range(300)]
    for line in lines:
        connections.begin_answer(line)
    assert not Line(connections).is_in
    connections.end_answer(lines[7])
    assert (Line(connections).is_in, lines[7].is_let_go) == (True, True)
