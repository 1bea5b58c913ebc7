"""The addresses of GeoReport v2; each ends with the form that is asked for: .xml or .json."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from chatserver.outside.open311.server import views


class FormConverter(StringConverter):
    regex = "xml|json"


register_converter(FormConverter, "georeport_form")

urlpatterns = [
    path("discovery.<georeport_form:form>", views.discovery, name="open311_discovery"),
    path("v2/services.<georeport_form:form>", views.services, name="open311_services"),
    path("v2/services/<str:service_code>.<georeport_form:form>", views.service, name="open311_service"),
    path("v2/requests.<georeport_form:form>", views.requests, name="open311_requests"),
    path("v2/requests/<str:service_request_id>.<georeport_form:form>", views.one_request, name="open311_request"),
    path("v2/tokens/<str:open311_token>.<georeport_form:form>", views.token, name="open311_token"),
    path("<path:rest>", views.nowhere, name="open311_nowhere"),
]
