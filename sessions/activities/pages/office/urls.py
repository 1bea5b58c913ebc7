"""Addresses of the pages on which an office writes about its work."""

from django.urls import path

from sessions.activities.pages.office import editing_page, listing, new, photo_pages

urlpatterns = [
    path("", listing.office_activities, name="office_activities"),
    path("new/", new.new_activity, name="new_activity"),
    path("photos/", photo_pages.photos_to_check, name="photos_to_check"),
    path("photos/<uuid:photo_id>/", photo_pages.activity_photo_file, name="office_activity_photo"),
    path("photos/<uuid:photo_id>/blur/", photo_pages.activity_blur_page, name="blur_activity_photo"),
    path("<activity:activity_number>/", editing_page.office_activity, name="office_activity"),
]
