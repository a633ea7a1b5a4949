"""An edit that could not be taken comes back whole, and is taken when it is sent again."""

import pytest
from django.test import Client

from contacts.models import Contact
from contacts.tests.factory import make_contact, make_phone
from revisions.tests.forms import fields_of

pytestmark = pytest.mark.django_db
TYPED = '長く考えた文 "> <script>alert(1)</script>\n二行目'
HOLDS = "入力した内容はこのページが持っています"


@pytest.fixture
def address():
    contact = make_contact("police")
    make_phone(contact, "03-1234-5678")
    return f"/admin/contacts/contact/{contact.pk}/change/"


@pytest.fixture
def edit(admin_client, address):
    """What the browser sends after an editor has changed the summary and the number."""
    changes = {"summary_ja": TYPED, "phones-0-number": "03-1234-9999", "change_reason": "直した"}
    return fields_of(admin_client.get(address)) | changes


def sent_again(response):
    return fields_of(response) | {"csrfmiddlewaretoken": ""}


def assert_saved():
    contact = Contact.objects.get()
    assert contact.summary_ja == TYPED.replace("\n", "\r\n") or contact.summary_ja == TYPED
    assert contact.phones.get().number == "03-1234-9999"


def test_a_database_that_takes_nothing_gives_the_edit_back(admin_client, address, edit, read_only):
    read_only()
    response = admin_client.post(address, edit)
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert HOLDS in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert sent_again(response) == edit | {"csrfmiddlewaretoken": "", "languages": "ja"}


def test_a_session_that_ended_gives_the_edit_back_and_then_takes_it(admin_client, admin_user, address, edit):
    admin_client.logout()
    response = admin_client.post(address, edit)
    assert response.status_code == 403
    assert HOLDS in response.content.decode()
    admin_client.force_login(admin_user)
    assert admin_client.post(address, sent_again(response)).status_code == 302
    assert_saved()


@pytest.fixture
def strict(admin_user):
    """A browser whose forms are checked for their token, as they are outside tests."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)
    return client


def test_a_form_older_than_the_sign_in_is_given_back_with_a_new_token(strict, address):
    edit = fields_of(strict.get(address)) | {"summary_ja": TYPED, "phones-0-number": "03-1234-9999"}
    edit |= {"change_reason": "直した", "csrfmiddlewaretoken": "0" * 64}
    response = strict.post(address, edit, headers={"origin": "http://testserver"})
    assert response.status_code == 403
    assert strict.post(address, fields_of(response), headers={"origin": "http://testserver"}).status_code == 302
    assert_saved()


@pytest.mark.parametrize("origin", [{}, {"origin": "https://elsewhere.example"}, {"origin": "null"}])
def test_a_form_from_elsewhere_is_refused_and_never_offered_again(strict, address, origin):
    response = strict.post(address, {"name_ja": TYPED}, headers=origin)
    assert response.status_code == 403
    assert 'method="post"' not in response.content.decode()


def test_a_password_is_never_written_into_a_page(client, admin_user, read_only):
    read_only()
    response = client.post("/admin/login/", {"username": "admin", "password": "password"})
    assert response.status_code == 503
    assert 'value="password"' not in response.content.decode()
    assert HOLDS not in response.content.decode()


def test_a_reader_who_is_not_signed_in_is_led_to_the_sign_in(client, address):
    assert client.get(address).status_code == 302
