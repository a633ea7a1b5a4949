from django.urls import path

from . import downloads, views

app_name = "revisions"

urlpatterns = [
    path("", views.revision_list, name="list"),
    path("<int:number>/", views.revision_detail, name="detail"),
    path("<int:number>/document/", views.revision_document, name="document"),
    path("<int:number>/document.json", downloads.document_json, name="document_json"),
    path("compare/", views.compare, name="compare"),
    path("items/<slug:item_type>/<slug:slug>/", views.item_detail, name="item"),
    path("verify/", views.verify, name="verify"),
    path("checkpoints.json", downloads.checkpoints, name="checkpoints"),
    path("export.<slug:format>", downloads.export, name="export"),
    path("feed.atom", downloads.feed_atom, name="feed_atom"),
    path("feed.json", downloads.feed_json, name="feed_json"),
]
