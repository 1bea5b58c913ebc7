"""The errors of GeoReport v2: a status and a sentence for the person who wrote the client; pure."""

from chatserver.outside.open311.server.forms import WrittenDocument


class ServiceError(Exception):
    """An error of the service. retry_after: seconds, where the same request is answered later."""

    def __init__(self, status: int, description: str, *, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after

    @property
    def document(self) -> WrittenDocument:
        return WrittenDocument("errors", [{"code": self.status, "description": self.description}])
