"""Addresses of the domain's pages: those of each room."""

from django.urls import include, path, register_converter

from sessions.platform.pages.converters import (
    ActivityConverter,
    MatterConverter,
    MonthConverter,
    PromiseConverter,
    YearConverter,
)

register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")
register_converter(MatterConverter, "matter")
register_converter(PromiseConverter, "promise")
register_converter(ActivityConverter, "activity")

urlpatterns = [
    path("", include("sessions.site.pages.urls")),
    path("", include("sessions.city.pages.urls")),
    path("", include("sessions.chats.pages.urls")),
    path("", include("sessions.record.pages.urls")),
    path("", include("sessions.promises.pages.urls")),
    path("", include("sessions.activities.pages.urls")),
    path("", include("sessions.digests.pages.urls")),
    path("", include("sessions.posting.pages.urls")),
    path("", include("sessions.matters.pages.urls")),  # office/NUMBER/ comes after the pages of the office
]
