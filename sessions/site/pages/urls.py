"""Addresses of the pages of wards, boroughs and the city, and of the website itself."""

from django.urls import include, path

from sessions.site.pages import about, boroughs, for_robots, search, ward, ward_list

urlpatterns = [
    path("", ward_list.home, name="home"),
    path("wards/", ward_list.ward_list, name="wards"),
    path("wards/<int:number>/", ward.ward_page, name="ward"),
    path("boroughs/", boroughs.city_page, name="boroughs"),
    path("boroughs/<str:borough_code>/", boroughs.borough_page, name="borough"),
    path("search/", search.search_page, name="search"),
    path("", include("sessions.site.pages.calendar.urls")),
    path("robots.txt", for_robots.robots, name="robots"),
    path("sitemap.xml", for_robots.sitemap, name="sitemap"),
    path("sitemap-<int:file_number>.xml", for_robots.sitemap_file, name="sitemap_file"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("website/", about.website, name="website"),
]
