"""The addresses: Japanese at /…, English at /en/…; data and conventions have one address for all languages."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from incidents import urls as incidents_urls

from . import about, conventions, health, offline, open_data, views
from .search import views as search_views

urlpatterns = [
    path("health/live", health.live),
    path("health/ready", health.ready),
    path("api/v1/document.json", open_data.document_json, name="api_document"),
    path("api/v1/contacts.json", open_data.contacts_json, name="api_contacts"),
    path("api/v1/search.json", search_views.search_json, name="api_search"),
    path("api/v1/schema.json", open_data.schema_json, name="api_schema"),
    path("api/v1/openapi.json", open_data.openapi_json, name="api_openapi"),
    path("api/<path:path>", open_data.unknown),
    path("sitemap.xml", conventions.sitemap, name="sitemap"),
    path("robots.txt", conventions.robots),
    path(".well-known/security.txt", conventions.security_txt),
    path("manifest.webmanifest", conventions.manifest, name="manifest"),
    path("sw.js", offline.service_worker, name="service_worker"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("search/", search_views.search, name="search"),
        path("document/", views.document, name="document"),
        path("offline/", offline.offline, name="offline"),
        path("about/", about.about, name="about"),
        path("contacts/", include("contacts.urls")),
        path("situations/", include((incidents_urls.situations, "situations"))),
        path("playbooks/", include((incidents_urls.playbooks, "playbooks"))),
        path("roadmap/", include("roadmap.urls")),
        path("revisions/", include("revisions.urls")),
        path("admin/", admin.site.urls),
        prefix_default_language=False,
    ),
]
