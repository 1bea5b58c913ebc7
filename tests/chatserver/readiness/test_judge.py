import threading

from chatserver.readiness.judge import TRUE_FOR_S, Judge


class Check:
    def __init__(self, *words: str) -> None:
        self.words = list(words)
        self.asked = 0

    def __call__(self) -> str:
        self.asked += 1
        return self.words.pop(0) if len(self.words) > 1 else self.words[0]


def test_many_who_ask_cost_one_judgement():
    check = Check("ok")
    judge = Judge({"disk": check})
    assert {judge.verdict().is_ready for _time in range(1000)} == {True}
    assert check.asked == 1


def test_who_asks_while_it_is_judged_gets_the_last_verdict():
    may_end = threading.Event()
    words = iter(["full", "ok"])

    def slow() -> str:
        word = next(words)
        if word == "ok":
            may_end.wait(60)
        return word

    judge = Judge({"disk": slow})
    assert not judge.verdict().is_ready
    judge._last = type(judge._last)(judge._last.checks, judge._last.at - 60)  # type: ignore[union-attr, misc]
    judging = threading.Thread(target=judge.verdict)
    judging.start()
    while not judge._judging.locked():
        pass
    assert not judge.verdict().is_ready
    may_end.set()
    judging.join()
    assert judge.verdict().is_ready


def test_a_check_that_hangs_makes_the_last_verdict_untrue():
    may_end = threading.Event()
    words = iter(["ok", "hang", "ok"])

    def hanging() -> str:
        word = next(words)
        if word == "hang":
            may_end.wait(10)
        return "ok"

    judge = Judge({"write": hanging})
    assert judge.verdict().is_ready
    judge._last = type(judge._last)(judge._last.checks, judge._last.at - TRUE_FOR_S)  # type: ignore[union-attr, misc]
    judging = threading.Thread(target=judge.verdict)
    judging.start()
    while not judge._judging.locked():
        pass
    assert judge.verdict().checks == {"write": "ok", "checks": "stuck"}
    assert not judge.verdict().is_ready
    may_end.set()
    judging.join()
    assert judge.verdict().checks == {"write": "ok"}


def test_what_needs_a_database_that_is_away_is_not_asked():
    def away() -> str:
        raise ConnectionError

    write = Check("ok")
    verdict = Judge({"database": away, "write": write}).verdict()
    assert (verdict.checks, write.asked) == ({"database": "down", "write": "down"}, 0)
