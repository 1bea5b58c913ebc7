"""Migrations without those that add others up: as an installation of before has gone.

python -m tests.sessions.migrations.step_by_step chat_sessions 0030_masked_places     migrate the database of the environment that far
"""

import os
import sys
from typing import Any

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

Targets = list[tuple[str, str]]


class StepByStepLoader(MigrationLoader):
    def load_disk(self) -> None:
        super().load_disk()
        self.disk_migrations = {key: each for key, each in self.disk_migrations.items() if not each.replaces}


def step_by_step() -> MigrationExecutor:
    executor = MigrationExecutor(connection)
    executor.loader = StepByStepLoader(connection)
    return executor


def migrate(targets: Targets) -> Any:
    """Forwards or backwards; answers the models of that time."""
    step_by_step().migrate(targets)
    return models_of(targets)


def models_of(targets: Targets) -> Any:
    return step_by_step().loader.project_state(targets).apps


def migrate_to_the_newest() -> None:
    executor = step_by_step()
    executor.migrate(executor.loader.graph.leaf_nodes())


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chatserver.settings")
    django.setup()
    migrate([(sys.argv[1], sys.argv[2])])
