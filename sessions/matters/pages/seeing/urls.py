"""Addresses of the list of complaints and suggestions, of each of them, and of their figures and files."""

from django.urls import path

from sessions.matters.pages.seeing import figures, files, lists, matter_page, photos, supporting

urlpatterns = [
    path("matters/", lists.matter_list, name="matters"),
    path("matters/map/", lists.map_page, name="matters_map"),
    path("matters/figures/", figures.matter_figures_page, name="matter_figures"),
    path("matters/figures.json", figures.matter_figures_json, name="matter_figures_json"),
    path("matters/figures.csv", figures.matter_figures_csv, name="matter_figures_csv"),
    path("matters/export.csv", files.export_matters_csv, name="matters_csv"),
    path("matters/export.json", files.export_matters_json, name="matters_json"),
    path("matters/<matter:matter_number>/", matter_page.matter_page, name="matter"),
    path("matters/<matter:matter_number>/support/", supporting.support, name="support_matter"),
    path("matters/<matter:matter_number>/also-here/", supporting.also_here, name="also_here"),
    path("photos/<uuid:photo_id>/<slug:version>.webp", photos.photo, name="photo"),
    path("feeds/matters-<int:number>.atom", files.ward_matters_feed, name="ward_matters_feed"),
    path("feeds/matter-<matter:matter_number>.atom", files.matter_feed, name="matter_feed"),
]
