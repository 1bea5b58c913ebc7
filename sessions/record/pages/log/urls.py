"""Addresses of the log, below /log/. Those of c2sp.org/tlog-tiles are checkpoint and tile/."""

from django.urls import path

from sessions.record.pages.log import cosignatures, files, pages

urlpatterns = [
    path("", pages.log_page, name="log"),
    path("words/", pages.words, name="log_words"),
    path("checkpoint", files.checkpoint, name="log_checkpoint"),
    path("checkpoint.tsr", files.checkpoint_time_stamp, name="log_time_stamp"),
    path("time-stamp-roots.pem", files.time_stamp_roots, name="log_time_stamp_roots"),
    path("tile/entries/<path:place>", files.entries, name="log_entries"),
    path("tile/<int:level>/<path:place>", files.tile, name="log_tile"),
    path("keys.json", files.log_keys, name="log_keys"),
    path("consistency.json", files.consistency, name="log_consistency"),
    path("cosignatures", cosignatures.receive_cosignature, name="log_cosignatures"),
    path("verify.py", files.verifier, name="log_verifier"),
]
