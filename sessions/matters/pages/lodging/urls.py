"""Addresses of the pages by which people lodge complaints and suggestions, and follow their own."""

from django.urls import path

from sessions.matters.pages.lodging import entering, from_question, new, own, own_photos

urlpatterns = [
    path("matters/new/", new.new_matter, name="lodge_matter"),
    path("matters/new/photo/<str:reference>/", new.kept_photo, name="kept_photo"),
    path("matters/from-question/<uuid:question_id>/", from_question.from_question, name="matter_from_question"),
    path("matters/own-photo/<str:reference>/", own_photos.own_photo, name="own_photo"),
    path("me/matters/<str:number>/", own.own_matter, name="own_matter"),
    path("office/enter/", entering.enter_matter, name="enter_matter"),
    path("office/entered/<str:number>/", entering.entered_matter, name="entered_matter"),
]
