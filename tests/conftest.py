"""What all tests share: the fixtures of real servers, and translations as they are now."""

import pytest

from chatserver.translations import compile_translations

pytest.register_assert_rewrite("tests.servers.fixtures", "tests.servers.server")

from tests.servers.fixtures import demo, demo_data, serve, served

__all__ = ["demo", "demo_data", "serve", "served"]


def pytest_configure() -> None:
    compile_translations()
