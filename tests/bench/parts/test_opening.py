from tests.bench.options import Options
from tests.bench.parts.opening import measure_each_server
from tests.bench.product import SERVERS
from tests.bench.results.figures import Row


def rows_of(files: int) -> list[Row]:
    options = Options(age_s=0, talk_s=0, evening_s=0, scale=0.5, files=files)
    return list(
        measure_each_server(options, 4_000, lambda server, count: Row("part", server, {"count": count}, ["own"]))
    )


def test_each_server_has_a_row_with_as_many_people_as_the_scale_says() -> None:
    assert [(row.subject, row.figures["count"], row.notes) for row in rows_of(100_000)] == [
        (server, 2_000, ["own"]) for server in SERVERS
    ]


def test_each_row_says_where_there_are_fewer() -> None:
    for row in rows_of(1_024):
        assert row.figures["count"] < 2_000
        assert row.notes[1:] == [
            f"{row.figures['count']:,} people instead of 2,000: a process may open 1,024 files here"
        ]
