"""Addresses of the account pages."""

from django.contrib.auth.views import LogoutView
from django.urls import path

from chatserver.accounts import views

urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign_in"),
    path("sign-out/", LogoutView.as_view(), name="sign_out"),
    path("language/", views.set_language, name="set_language"),
    path("demo/sign-in/<str:token>/", views.demo_sign_in, name="demo_sign_in"),
]
