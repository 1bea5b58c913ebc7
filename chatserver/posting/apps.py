"""The application's configuration, by which Django finds the command beside it; its tables are in sessions/models."""

from django.apps import AppConfig


class PostingConfig(AppConfig):
    name = "chatserver.posting"
    label = "posting"
