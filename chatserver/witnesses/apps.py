"""The application's configuration, by which Django finds the command beside it; it has no tables."""

from django.apps import AppConfig


class WitnessesConfig(AppConfig):
    name = "chatserver.witnesses"
    label = "witnesses"
