"""Addresses of the website of the city: wards, boroughs, and the one search."""

from django.urls import path

from sessions.views.site import boroughs, search, ward

urlpatterns = [
    path("wards/<int:number>/", ward.ward_page, name="ward"),
    path("boroughs/", boroughs.city_page, name="boroughs"),
    path("boroughs/<str:borough_code>/", boroughs.borough_page, name="borough"),
    path("search/", search.search_page, name="search"),
]
