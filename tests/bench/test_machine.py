from tests.bench import machine


def test_crowds_shrink_to_the_files_that_processes_may_open() -> None:
    assert machine.affordable(10_000, 20_000) == 10_000
    assert machine.affordable(10_000, 4_096) == 4_096 - machine.SPARE_FILES
    assert machine.affordable(10_000, 4_096, processes=2) == 2 * (4_096 - machine.SPARE_FILES)
    assert machine.affordable(10_000, 256) == 0


def test_the_first_client_comes_from_the_address_that_every_machine_has() -> None:
    assert machine.source_address(0, 0) == "127.0.0.1"


def test_no_address_is_used_by_more_clients_than_it_has_ports_for() -> None:
    crowd = [machine.source_address(process, index) for process in (0, 1, 70) for index in (0, 9_999, 10_000, 39_999)]

    assert len(set(crowd)) == 9
    assert crowd[0] == crowd[1] != crowd[2]


def test_server_and_load_never_share_a_core_where_there_are_two() -> None:
    shared = machine.server_cores() & machine.load_cores()

    assert bool(shared) == (len(machine.CORES) == 1)
    assert machine.server_cores() | machine.load_cores() == machine.all_cores()
