"""Addresses of the figures."""

from django.urls import path

from sessions.views.figures import files, pages

urlpatterns = [
    path("figures/", pages.figures_page, name="figures"),
    path("figures.json", files.figures_json, name="figures_json"),
    path("figures.csv", files.figures_csv, name="figures_csv"),
    path("wards/<int:number>/figures/", pages.ward_figures, name="ward_figures"),
    path("wards/<int:number>/figures.json", files.figures_json, name="ward_figures_json"),
    path("wards/<int:number>/figures.csv", files.figures_csv, name="ward_figures_csv"),
]
