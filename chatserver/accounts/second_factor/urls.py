"""Addresses of the second factor's pages."""

from django.urls import path

from chatserver.accounts.second_factor import views as second_factor_views

urlpatterns = [
    path("", second_factor_views.prove, name="second_factor"),
    path("set-up/", second_factor_views.set_up, name="second_factor_set_up"),
    path("keys/", second_factor_views.second_factor_keys, name="second_factor_keys"),
]
