"""Addresses of residents' wards, and the ward map."""

from django.urls import path

from sessions.city.pages import residence, ward_map, ward_search

urlpatterns = [
    path("wards/<int:number>/map.png", ward_map.ward_map, name="ward_map"),
    path("wards/choose/", residence.choose, name="choose_ward"),
    path("api/wards/find", ward_search.search_ward, name="api_find_ward"),
    path("me/ward/", residence.my_ward, name="my_ward"),
]
