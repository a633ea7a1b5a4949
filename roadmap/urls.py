from django.urls import path

from . import views

app_name = "roadmap"

urlpatterns = [
    path("", views.roadmap, name="list"),
    path("self-check/", views.self_check_page, name="self_check"),
    path("<slug:slug>/", views.mission_detail, name="detail"),
]
