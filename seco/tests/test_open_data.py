import json

import jsonschema
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from contacts.tests.factory import make_contact, make_phone
from revisions import document, seals
from revisions.releases import publish_revision

pytestmark = pytest.mark.django_db


def test_the_document_is_served_in_its_canonical_bytes(client):
    make_phone(make_contact("police"), "#9110", kind="hash")
    response = client.get("/api/v1/document.json")
    assert response.content.decode() == document.text_of(document.dump())
    assert response["X-Seco-Digest"] == seals.digest(response.content.decode())
    assert response["Access-Control-Allow-Origin"] == "*"


def test_the_document_fits_its_published_schema(client):
    make_phone(make_contact("police"), "#9110", kind="hash")
    publish_revision(note={"ja": "版", "en": "revision"})
    schema = client.get("/api/v1/schema.json").json()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(client.get("/api/v1/document.json").json(), schema)


def test_drafts_names_and_notes_are_in_no_open_data(client):
    from revisions.recording import recording

    with recording("公開の理由", person="hanako-the-editor", note="internal-note"):
        make_contact("public-desk")
        make_contact("secret-desk", status="draft")
    for path in ("/api/v1/document.json", "/api/v1/contacts.json"):
        text = client.get(path).content.decode()
        assert "public-desk" in text
        assert not any(word in text for word in ("secret-desk", "hanako", "internal-note"))


def test_desks_come_with_their_address_in_every_language(client):
    make_contact("police")
    make_contact("old", status="retired")
    (desk,) = client.get("/api/v1/contacts.json").json()["contacts"]
    assert desk["url"] == {"ja": "http://testserver/contacts/police/", "en": "http://testserver/en/contacts/police/"}


def test_the_description_names_every_address(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths) == {f"/api/v1/{name}.json" for name in ("document", "contacts", "search", "schema", "openapi")}


def test_every_reference_of_the_description_leads_somewhere(client):
    description = client.get("/api/v1/openapi.json").json()
    names = set(description["components"]["schemas"])
    text = json.dumps(description)
    assert all(part.split('"')[0] in names for part in text.split("#/components/schemas/")[1:])


def test_an_unknown_address_is_answered_in_json(client):
    response = client.get("/api/v1/nothing.json")
    assert response.status_code == 404
    assert response.json()["error"]


@pytest.mark.parametrize(("path", "kind"), [("/robots.txt", "text/plain"), ("/sitemap.xml", "application/xml")])
def test_programs_find_their_files(client, path, kind):
    make_contact("police")
    response = client.get(path)
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, kind)


def test_the_site_map_names_each_page_in_each_language(client):
    make_contact("police")
    make_contact("secret", status="draft")
    text = client.get("/sitemap.xml").content.decode()
    assert "http://testserver/contacts/police/" in text and "http://testserver/en/contacts/police/" in text
    assert "secret" not in text


def test_the_security_contact_is_named_when_there_is_one(client, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = "mailto:security@example.jp"
    text = client.get("/.well-known/security.txt").content.decode()
    assert "Contact: mailto:security@example.jp" in text and "Expires: " in text


def test_live_asks_nothing_and_ready_asks_everything(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").status_code == 503
    make_contact("police")
    assert client.get("/health/ready").json()["checks"] == {"database": True, "migrations": True, "document": True}


def test_ready_says_which_migration_state_is_missing(client):
    make_contact("police")
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, False)
