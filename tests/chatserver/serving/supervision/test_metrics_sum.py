"""The sum of several processes' metrics: counters never fall, and a gauge is what it means for all of them."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from chatserver.serving.supervision.metrics_sum import MetricsSum


def text(*, commands: int, rooms: int, is_ready: bool = True, tick_age_s: float = 0.5) -> str:
    """The text as a process tells it; one ack of 10 ms for each command."""
    registry = CollectorRegistry()
    Counter("chat_commands_busy", "Sent back.", registry=registry).inc(commands)
    seconds = Histogram("chat_command_seconds", "By reply.", ["reply"], buckets=(0.025, 1), registry=registry)
    for _command in range(commands):
        seconds.labels("ack").observe(0.01)
    Gauge("chat_rooms", "Open.", registry=registry).set(rooms)
    Gauge("chat_check", "Well.", ["check"], registry=registry).labels("clock").set(is_ready)
    Gauge("chat_last_tick_age_seconds", "Ago.", registry=registry).set(tick_age_s)
    return generate_latest(registry).decode()


def samples(total: bytes) -> dict[str, float]:
    lines = (line.rsplit(" ", 1) for line in total.decode().splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in lines if "_created" not in name}


def test_counters_and_histograms_are_summed_and_gauges_by_what_they_mean() -> None:
    metrics = MetricsSum()
    metrics.note(1, text(commands=3, rooms=2, tick_age_s=4))
    metrics.note(2, text(commands=5, rooms=1, is_ready=False))
    total = metrics.total({1, 2})
    assert samples(total) == {
        "chat_commands_busy_total": 8,
        'chat_command_seconds_bucket{le="0.025",reply="ack"}': 8,
        'chat_command_seconds_bucket{le="1.0",reply="ack"}': 8,
        'chat_command_seconds_bucket{le="+Inf",reply="ack"}': 8,
        'chat_command_seconds_count{reply="ack"}': 8,
        'chat_command_seconds_sum{reply="ack"}': 8 * 0.01,
        "chat_rooms": 3,
        'chat_check{check="clock"}': 0,
        "chat_last_tick_age_seconds": 4,
    }
    assert "# TYPE chat_command_seconds histogram" in total.decode()
    assert "# HELP chat_commands_busy_total Sent back." in total.decode()


def test_what_an_ended_process_had_counted_stays_and_its_gauges_go() -> None:
    metrics = MetricsSum()
    metrics.note(1, text(commands=3, rooms=2))
    metrics.note(2, text(commands=5, rooms=1))
    metrics.end(1)
    metrics.note(3, text(commands=1, rooms=0))
    total = samples(metrics.total({2, 3}))
    assert (total["chat_commands_busy_total"], total['chat_command_seconds_count{reply="ack"}']) == (9, 9)
    assert total["chat_rooms"] == 1


def test_one_that_does_not_answer_counts_as_it_did_last_and_has_no_gauges() -> None:
    metrics = MetricsSum()
    metrics.note(1, text(commands=3, rooms=2, is_ready=False))
    metrics.note(2, text(commands=5, rooms=1))
    total = samples(metrics.total({2}))
    assert (total["chat_commands_busy_total"], total["chat_rooms"], total['chat_check{check="clock"}']) == (8, 1, 1)


def test_one_that_ends_before_it_said_anything_counts_nothing() -> None:
    metrics = MetricsSum()
    metrics.end(1)
    assert metrics.total(()) == b""
