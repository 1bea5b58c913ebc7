"""The application's configuration, by which Django finds the commands beside it; the tables are in sessions/models."""

from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "sessions.promises"
    label = "promises"
