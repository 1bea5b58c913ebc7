import threading

from chatserver.readiness.check_runner import TRUE_FOR_S, CheckRunner


class Check:
    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        return self.words.pop(0) if len(self.words) > 1 else self.words[0]


def test_many_who_ask_cost_one_run_of_the_checks():
    check = Check("ok")
    runner = CheckRunner({"disk": check})
    assert {runner.readiness().is_ready for _time in range(1000)} == {True}
    assert check.asked == 1


def test_who_asks_while_the_checks_run_gets_the_last_answer():
    may_end = threading.Event()
    words = iter(["full", "ok"])

    def slow() -> str:
        word = next(words)
        if word == "ok":
            may_end.wait(60)
        return word

    runner = CheckRunner({"disk": slow})
    assert not runner.readiness().is_ready
    runner._last = type(runner._last)(runner._last.checks, runner._last.at - 60)  # type: ignore[union-attr, misc]
    running = threading.Thread(target=runner.readiness)
    running.start()
    while not runner._running.locked():
        pass
    assert not runner.readiness().is_ready
    may_end.set()
    running.join()
    assert runner.readiness().is_ready


def test_a_check_that_hangs_makes_the_last_answer_untrue():
    may_end = threading.Event()
    words = iter(["ok", "hang", "ok"])

    def hanging() -> str:
        word = next(words)
        if word == "hang":
            may_end.wait(10)
        return "ok"

    runner = CheckRunner({"write": hanging})
    assert runner.readiness().is_ready
    runner._last = type(runner._last)(runner._last.checks, runner._last.at - TRUE_FOR_S)  # type: ignore[union-attr, misc]
    running = threading.Thread(target=runner.readiness)
    running.start()
    while not runner._running.locked():
        pass
    assert runner.readiness().checks == {"write": "ok", "checks": "stuck"}
    assert not runner.readiness().is_ready
    may_end.set()
    running.join()
    assert runner.readiness().checks == {"write": "ok"}


def test_what_needs_a_database_that_is_away_is_not_asked():
    def away() -> str:
        raise ConnectionError

    write = Check("ok")
    readiness = CheckRunner({"database": away, "write": write}).readiness()
    assert (readiness.checks, write.asked) == ({"database": "down", "write": "down"}, 0)
