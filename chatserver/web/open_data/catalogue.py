"""The catalogue of all records, at /records/catalogue.csv and .json, sent piece by piece."""

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from sessions.platform.text.absolute_addresses import addresses_for
from sessions.record.search.catalogue import write_csv, write_dcat


@require_safe
def catalogue_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A table for spreadsheets: one line for each record."""
    headers = {"Content-Disposition": 'attachment; filename="records.csv"'}
    pieces = write_csv(addresses_for(request))
    return StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def catalogue_json(request: HttpRequest) -> StreamingHttpResponse:
    """DCAT 3 in JSON-LD, for open-data portals."""
    pieces = write_dcat(addresses_for(request))
    return StreamingHttpResponse(pieces, content_type="application/ld+json")
