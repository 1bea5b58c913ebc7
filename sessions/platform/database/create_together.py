"""An operation of migrations: makes all tables of an app at once."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class CreateTogether(Operation):
    """What these operations add up to, for models that none of the app's earlier migrations made.

    Between two operations Django makes the classes of all related models anew, and most of ours are related: one after
    the other, the tables of a new installation took three times as long.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = list(operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # a cached property: with it, each of the operations makes the classes anew
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in _added(app_label, from_state, to_state):
            schema_editor.create_model(model)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for model in reversed(list(_added(app_label, to_state, from_state))):
            schema_editor.delete_model(model)

    def describe(self) -> str:
        return f"Create the tables of {len(self.operations)} operations"


def _added(app_label: str, before: ProjectState, after: ProjectState) -> Iterator[Any]:
    for app, name in after.models:
        if app == app_label and (app, name) not in before.models:
            yield after.apps.get_model(app, name)
