"""Addresses of the figures and of the translations: what is computed from records, and what is laid beside them."""

from django.urls import path

from sessions.record.pages import translations
from sessions.record.pages.figures import files, pages

urlpatterns = [
    path("figures/", pages.figures_page, name="figures"),
    path("figures.json", files.figures_json, name="figures_json"),
    path("figures.csv", files.figures_csv, name="figures_csv"),
    path("wards/<int:number>/figures/", pages.ward_figures, name="ward_figures"),
    path("wards/<int:number>/figures.json", files.figures_json, name="ward_figures_json"),
    path("wards/<int:number>/figures.csv", files.figures_csv, name="ward_figures_csv"),
    path("records/<slug:slug>/translations/", translations.translations_page, name="translations"),
    path("records/<slug:slug>.translations.json", translations.translations_json, name="translations_json"),
]
