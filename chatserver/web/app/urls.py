"""Addresses of the app, all at the root."""

from django.urls import path

from chatserver.web.app import manifest, offline, phone_page, share, worker

urlpatterns = [
    path("app.webmanifest", manifest.manifest, name="manifest"),
    path("sw.js", worker.service_worker, name="service_worker"),
    path("sw-seldom.js", worker.seldom_script, name="worker_seldom"),
    path("offline/", offline.offline_page, name="offline"),
    path("offline/next.json", offline.next_date, name="next_date"),
    path("share/", share.share, name="share"),
    path("app/", phone_page.phone_page, name="app"),
]
