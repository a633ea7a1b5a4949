from django.urls import path

from . import views

app_name = "contacts"

urlpatterns = [
    path("", views.contact_list, name="list"),
    path("<slug:slug>/", views.contact_detail, name="detail"),
    path("<slug:slug>.vcf", views.contact_vcard, name="vcard"),
]
