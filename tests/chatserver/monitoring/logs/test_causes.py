from chatserver.monitoring.logs.causes import name_causes


def test_an_error_of_a_group_that_came_from_the_group_is_named_once() -> None:
    error = RuntimeError("the line is closed")
    group = ExceptionGroup("tasks", [error, ValueError("another")])
    error.__context__ = group
    assert name_causes(group) == "ExceptionGroup (RuntimeError, ValueError)"
    assert name_causes(error) == "RuntimeError < ExceptionGroup (RuntimeError, ValueError)"
