"""What every page says of the app: whether it may register the service worker."""

from django.http import HttpRequest

from chatserver.web.app.worker import is_wanted


def app_facts(request: HttpRequest) -> dict[str, bool]:
    """A context processor."""
    return {"has_worker": is_wanted(request)}
