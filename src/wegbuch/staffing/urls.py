"""Addresses of this room."""

from django.urls import path

from .views import key, plan, posts

app_name = "staffing"

urlpatterns = [
    path("stellenplan/", key.key, name="key"),
    path("stellenplan/landkreis/", key.district, name="district"),
    path("stellenplan/verteilung/", key.load, name="load"),
    path("stellenplan/liste/", posts.posts, name="posts"),
    path("stellenplan/neu/", posts.post_new, name="post_new"),
    path("stellenplan/<uuid:pk>/", posts.post, name="post"),
    path("stellenplan/<uuid:pk>/besetzen/", posts.post_fill, name="post_fill"),
    path("stellenplan/<uuid:pk>/beenden/", posts.post_end, name="post_end"),
    path("stellenplan/besetzung/<uuid:pk>/beenden/", posts.holding_end, name="holding_end"),
    path("stellenplan/vorschau/", plan.forecast, name="forecast"),
    path("stellenplan/ankunft/", plan.announcement_new, name="announcement_new"),
    path("stellenplan/ankunft/<uuid:pk>/", plan.announcement_correct, name="announcement_correct"),
    path("stellenplan/was-waere-wenn/", plan.what_if, name="what_if"),
]
