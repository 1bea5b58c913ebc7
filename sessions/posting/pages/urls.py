"""Addresses of the clerk's posts."""

from django.urls import path

from sessions.posting.pages import post, posts

urlpatterns = [
    path("planning/posts/", posts.posts_page, name="planning_posts"),
    path("planning/posts/<int:post_id>/", post.post_page, name="planning_post"),
    path("planning/posts/wards/<int:number>/", posts.settings_page, name="planning_post_settings"),
]
