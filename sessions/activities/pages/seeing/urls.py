"""Addresses of the list of activities, of each of them, and of its photographs, files and feeds."""

from django.urls import path

from sessions.activities.pages.seeing import activity_page, files, lists, photos

urlpatterns = [
    path("activities/", lists.activity_page, name="activities"),
    path("activities/export.csv", files.activities_csv, name="activities_csv"),
    path("activities/export.json", files.activities_json, name="activities_json"),
    path("activities/photos/<uuid:photo_id>.<slug:version>.webp", photos.activity_photo, name="activity_photo"),
    path("activities/<activity:activity_number>/", activity_page.one_activity, name="activity"),
    path("feeds/activities.atom", files.city_activities_feed, name="activities_feed"),
    path("feeds/activities-<int:number>.atom", files.ward_activities_feed, name="ward_activities_feed"),
]
