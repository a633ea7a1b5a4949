import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from contacts.linting import findings
from contacts.models import Contact, OpeningHours, Phone

from .factory import make_closed_period, make_contact, make_hours, make_link, make_phone

pytestmark = pytest.mark.django_db


def refused(write):
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_the_database_refuses_a_second_desk_of_the_same_slug():
    make_contact("desk")
    refused(lambda: make_contact("desk"))


def test_the_database_refuses_an_unknown_area():
    refused(lambda: make_contact(area="JP-48"))


def test_the_database_refuses_a_desk_that_succeeds_itself():
    contact = make_contact(status="retired")
    contact.successor = contact
    refused(contact.save)


def test_the_database_refuses_position_zero():
    refused(lambda: make_contact(position=0))


def test_the_database_refuses_the_same_number_twice_at_one_desk():
    phone = make_phone(make_contact())
    refused(lambda: make_phone(phone.contact))


@pytest.mark.parametrize(("number", "kind"), [("#9110", "short"), ("9110", "hash")])
def test_the_database_refuses_a_hash_number_of_another_kind(number, kind):
    refused(lambda: make_phone(make_contact(), number, kind=kind))


def test_the_database_refuses_hours_that_open_and_close_at_once():
    refused(lambda: make_hours(make_contact(), opens="09:00", closes="09:00"))


def test_the_database_refuses_hours_without_a_day():
    refused(lambda: make_hours(make_contact(), weekdays=""))


def test_the_database_refuses_a_closed_period_that_ends_before_it_begins():
    refused(lambda: make_closed_period(make_contact(), datetime.date(2026, 1, 3), datetime.date(2026, 1, 1)))


def test_hours_past_midnight_and_round_the_clock_are_kept():
    contact = make_contact()
    make_hours(contact, opens="22:00", closes="02:00")
    make_hours(contact, opens="00:00", closes="24:00")
    assert [(span.opens, span.closes) for span in contact.hours.spans] == [("22:00", "02:00"), ("00:00", "24:00")]


def problems_of(item):
    with pytest.raises(ValidationError) as refusal:
        item.full_clean()
    return refusal.value.message_dict


@pytest.mark.parametrize(("language", "said"), [("ja", "数字"), ("en", "digit")])
def test_letters_in_a_number_are_refused_in_the_reader_s_language(language, said):
    phone = Phone(contact=make_contact(), number="03-ABCD-5678", kind="geographic", label_ja="相談")
    with translation.override(language):
        (message,) = problems_of(phone)["number"]
    assert message
    assert any(part in message for part in (said, "03-ABCD-5678"))


def test_a_number_of_another_kind_is_refused():
    assert "number" in problems_of(
        Phone(contact=make_contact(), number="0570-003-110", kind="geographic", label_ja="相談")
    )


@pytest.mark.parametrize("text", ["8:30", "24:30", "9時", "08:60"])
def test_a_time_that_is_none_is_refused(text):
    assert "opens" in problems_of(OpeningHours(contact=make_contact(), weekdays="mon", opens=text, closes="17:00"))


def test_an_unknown_weekday_is_refused():
    hours = OpeningHours(contact=make_contact(), weekdays="mon,someday", opens="09:00", closes="17:00")
    assert "weekdays" in problems_of(hours)


def test_a_slug_can_t_be_changed():
    contact = make_contact("desk")
    contact.slug = "other"
    assert "slug" in problems_of(contact)


def test_only_a_retired_desk_has_a_successor():
    contact = Contact(slug="old", name_ja="旧", category="police", status="published", successor=make_contact("new"))
    assert "successor" in problems_of(contact)


def test_successors_that_lead_round_in_a_circle_are_refused():
    first = make_contact("first", status="retired")
    second = make_contact("second", status="retired", successor=first)
    first.successor = second
    assert "successor" in problems_of(first)


def test_published_and_known_to_readers():
    for status in ("draft", "published", "retired"):
        make_contact(status, status=status)
    assert [desk.slug for desk in Contact.objects.published()] == ["published"]
    assert {desk.slug for desk in Contact.objects.known_to_readers()} == {"published", "retired"}


@pytest.mark.parametrize(
    ("checked", "due"), [(None, True), ("2026-05-25", True), ("2026-05-26", False), ("2026-11-22", False)]
)
def test_a_desk_is_due_for_review_after_180_days_or_without_a_date(checked, due):
    make_contact(verified_on=checked and datetime.date.fromisoformat(checked))
    assert Contact.objects.due_for_review(datetime.date(2026, 11, 22)).exists() is due


def test_a_page_of_desks_needs_the_same_queries_for_one_and_for_three(django_assert_num_queries):
    def read():
        for desk in Contact.objects.published().with_details():
            assert desk.hours is not None and desk.main_phone and desk.home_link

    def make(slug):
        contact = make_contact(slug)
        make_phone(contact), make_hours(contact), make_link(contact)

    make("one")
    with django_assert_num_queries(5):
        read()
    make("two"), make("three")
    with django_assert_num_queries(5):
        read()


@pytest.mark.parametrize(("language", "name"), [("ja", "deskの窓口"), ("en", "The desk desk")])
def test_a_name_is_read_in_the_reader_s_language(language, name):
    contact = make_contact()
    with translation.override(language):
        assert str(Contact.objects.get(pk=contact.pk)) == name


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("contacts_phone", "kind", "zzz"),
        ("contacts_phone", "confidence", "zzz"),
        ("contacts_contact", "status", "zzz"),
        ("contacts_contact", "category", "zzz"),
        ("contacts_openinghours", "opens", "99:99"),
        ("contacts_openinghours", "closes", "24:01"),
        ("contacts_link", "kind", "zzz"),
    ],
)
def test_the_database_itself_refuses_values_that_nobody_knows(table, column, value):
    contact = make_contact()
    make_phone(contact)
    make_hours(contact)
    make_link(contact)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s", [value])


def test_hours_that_are_none_leave_the_desk_unknown_and_the_site_up(client):
    contact = make_contact()
    make_hours(contact)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE contacts_openinghours SET opens = '1a:bc'")
    assert contact.hours.spans == ()
    assert client.get("/contacts/").status_code == 200
    assert [finding.rule for finding in findings() if finding.is_error and "hours" in finding.rule] == [
        "impossible-hours"
    ]
