import pytest

from contacts.on_paper import on_paper
from contacts.tests.factory import make_contact, make_hours, make_link, make_phone

pytestmark = pytest.mark.django_db


def test_a_desk_has_its_week_and_the_address_of_its_form_as_one_types_it():
    contact = make_contact(closed_on_holidays=True, closed_new_year=True)
    make_hours(contact)
    make_link(contact, "https://desk.example.jp/home/")
    make_link(contact, "https://www.desk.example.jp/form/", kind="form")
    paper = on_paper(contact)
    assert (paper.hours, paper.web, paper.is_own) == (
        "月〜金 8:30〜17:15、祝日・年末年始は休み",
        "desk.example.jp/form",
        False,
    )


def test_hours_that_are_only_partly_known_say_so():
    contact = make_contact(hours_partial=True)
    make_hours(contact)
    assert on_paper(contact).hours == "月〜金 8:30〜17:15、ほかの時間は要確認"
    assert on_paper(make_contact("other", hours_partial=True)).hours == ""


def test_whose_number_only_the_reader_knows_gets_a_line_for_it():
    bank = make_contact("own-bank", category="provider")
    assert on_paper(bank).is_own
    make_phone(make_contact("known", category="provider"))
    assert not on_paper(type(bank).objects.get(slug="known")).is_own
