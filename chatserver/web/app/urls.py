"""Addresses of the app, all at the root."""

from django.urls import path

from chatserver.web.app import manifest, worker

urlpatterns = [
    path("app.webmanifest", manifest.manifest, name="manifest"),
    path("sw.js", worker.service_worker, name="service_worker"),
]
