"""Addresses of the account pages."""

from django.urls import include, path

from chatserver.accounts import clerk_views, invite_views, language_views
from chatserver.accounts.contacts import digest_views, receipt_views, stop_views
from chatserver.accounts.contacts import views as contact_views
from chatserver.accounts.push_subscriptions import views as push_views
from chatserver.accounts.sign_in import demo_views, passkey_views, password_views
from chatserver.accounts.sign_in import views as sign_in_views
from chatserver.accounts.sign_in.signing_out import SignOut

urlpatterns = [
    path("sign-in/", sign_in_views.sign_in, name="sign_in"),
    path("sign-in/code/", sign_in_views.code_page, name="sign_in_code"),
    path("sign-in/code/again/", sign_in_views.send_again, name="sign_in_again"),
    path("sign-in/who/", sign_in_views.who_page, name="sign_in_who"),
    path("paper/", sign_in_views.by_paper, name="sign_in_by_paper"),
    path("sign-in/passkey/", passkey_views.sign_in_by_passkey, name="sign_in_by_passkey"),
    path("sign-in/password/", password_views.SignInWithPassword.as_view(), name="sign_in_password"),
    path("sign-out/", SignOut.as_view(), name="sign_out"),
    path("second-factor/", include("chatserver.accounts.second_factor.urls")),
    path("invite/", invite_views.invited, name="invited"),
    path("invite/<str:token>/", invite_views.open_link, name="invite"),
    path("language/", language_views.set_language, name="set_language"),
    path("me/reminders/", contact_views.reminders, name="reminders"),
    path("me/reminders/stop/", contact_views.stop_all_reminders, name="stop_all_reminders"),
    path("me/digests/", digest_views.digests, name="choose_digests"),
    path("digests/stop/<str:token>/", stop_views.stop_digests, name="stop_digests"),
    path("me/push/", push_views.push_subscription, name="push_subscription"),
    path("me/push/stop/", push_views.push_stop, name="push_stop"),
    path("push/changed/", push_views.push_changed, name="push_changed"),
    path("news/<str:code>/", push_views.news, name="news"),
    path("planning/printed-codes/", clerk_views.printed_codes_page, name="planning_printed_codes"),
    path("planning/printed-codes/<int:batch_id>/revoke/", clerk_views.revoke_page, name="planning_revoke_codes"),
    path("planning/crowds/", clerk_views.crowds_page, name="planning_crowds"),
    path("office/entered/<str:number>/send/", receipt_views.send_receipt, name="send_receipt"),
    path("stop/<str:code>/", stop_views.stop_reminders, name="stop_reminders"),
    path("demo/sign-in/<str:token>/", demo_views.demo_sign_in, name="demo_sign_in"),
]
