from tests.bench import names
from tests.bench.results.figures import Row, show
from tests.bench.results.goals import Verdict, judge
from tests.bench.results.ratios import ratio
from tests.bench.results.table import format_table

PART = names.FANOUT[500]
LARGEST = names.FANOUT[10_000]


def fanout(part: str, **cost: float) -> list[Row]:
    subjects = {
        "websockets": names.WEBSOCKETS,
        "picows": names.PICOWS,
        "socket_io": names.SOCKET_IO,
        "tutorial": names.TUTORIAL_PUBSUB,
        **names.PRODUCT,
    }
    return [Row(part, subjects[name], {"us_per_frame": value}) for name, value in cost.items()]


def test_figures_are_shown_in_one_order_with_their_units() -> None:
    row = Row("x", "y", {"p99_ms": 40.4, "commands_per_s": 1234.5, "unknown": 1.0})

    assert show(row) == "1,234 commands/s, p99 40 ms"


def test_a_ratio_is_taken_within_a_part_alone() -> None:
    rows = [*fanout(PART, websockets=8.0, uvicorn=10.0), *fanout(LARGEST, uvicorn=12.0)]

    assert ratio(rows, rows[1], names.WEBSOCKETS) == 1.25
    assert ratio(rows, rows[2], names.WEBSOCKETS) is None


def test_durable_commands_are_no_part_of_what_a_frames_fan_out_costs() -> None:
    rows = fanout(PART, websockets=8.0, uvicorn=30.0)
    rows[1].figures["us_of_fanout"] = 10.0

    assert ratio(rows, rows[1], names.WEBSOCKETS) == 1.25


def test_a_peer_that_was_skipped_gives_no_ratio() -> None:
    rows = [Row(PART, names.SOCKET_IO, notes=["skipped"]), *fanout(PART, uvicorn=10.0)]

    assert ratio(rows, rows[1], names.SOCKET_IO) is None
    assert judge(rows) == []


def test_fan_out_is_held_against_each_peer() -> None:
    rows = fanout(PART, websockets=10.0, picows=8.0, socket_io=12.0, tutorial=120.0, daphne=36.0, uvicorn=11.0)

    assert [(round(verdict.value, 3), verdict.bound, verdict.is_met) for verdict in judge(rows)] == [
        (1.1, 1.0, False),
        (1.375, 1.3, False),
        (round(11 / 12, 3), 1.0, True),
        (0.3, 1 / 6, False),
    ]


def test_in_a_full_room_all_work_counts_too() -> None:
    rows = fanout(names.FANOUT[2_000], websockets=10.0, uvicorn=16.0)
    rows[1].figures["us_of_fanout"] = 9.0

    assert [(verdict.value, verdict.bound, verdict.is_met) for verdict in judge(rows)] == [
        (0.9, 1.0, True),
        (1.6, 1.5, False),
    ]


def test_the_cost_of_a_frame_has_to_stay_when_the_crowd_grows() -> None:
    rows = [*fanout(PART, uvicorn=10.0, daphne=30.0), *fanout(LARGEST, uvicorn=7.0, daphne=33.0)]

    assert [(verdict.goal.split(":")[0], verdict.is_met) for verdict in judge(rows)] == [
        ("daphne", True),
        ("uvicorn", False),
    ]


def test_rates_have_a_floor_and_delays_a_ceiling() -> None:
    rows = [Row(names.COMMANDS, "one", {"commands_per_s": 2499.0, "p99_ms": 150.0})]

    assert [(verdict.is_floor, verdict.is_met) for verdict in judge(rows)] == [(True, False), (False, True)]


def test_reads_of_the_log_may_not_grow_with_the_people() -> None:
    rows = [Row(names.STORM, "one", {"back_after_s": 7.0, "room_reads": 50.0, "room_reads_of_few": 20.0})]

    assert [(verdict.value, verdict.is_met) for verdict in judge(rows)] == [(7.0, True), (2.5, False)]


def test_the_table_has_a_line_for_each_row_and_each_goal() -> None:
    rows = fanout(PART, websockets=10.0, uvicorn=9.0)

    table = format_table(rows, [Verdict("fast", 0.9, 1.0), Verdict("many", 5.0, 10.0, is_floor=True)])

    assert table.splitlines() == [
        "| part         | who                    | measured      | × websockets | × picows | × tutorial | remarks |",
        "|--------------|------------------------|---------------|--------------|----------|------------|---------|",
        "| fan-out, 500 | websockets broadcast() | 10.0 µs/frame | 1.00         |          |            |         |",
        "| fan-out, 500 | this product, uvicorn  | 9.0 µs/frame  | 0.90         |          |            |         |",
        "",
        "    met  fast: 0.90 (goal <= 1)",
        "NOT MET  many: 5.00 (goal >= 10)",
    ]
