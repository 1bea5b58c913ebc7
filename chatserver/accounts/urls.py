"""Addresses of the account pages."""

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from chatserver.accounts import contact_views, invite_views, views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("second-factor/", include("chatserver.accounts.second_factor_urls")),
    path("invite/", invite_views.invited, name="invited"),
    path("invite/<str:token>/", invite_views.open_link, name="invite"),
    path("language/", views.set_language, name="set_language"),
    path("me/reminders/", contact_views.reminders, name="reminders"),
    path("me/reminders/stop/", contact_views.stop_all_reminders, name="stop_all_reminders"),
    path("stop/<str:code>/", contact_views.stop_reminders, name="stop_reminders"),
    path("demo/sign-in/<str:token>/", views.demo_sign_in, name="demo_sign_in"),
]
