import pytest
from django.http import QueryDict
from django.template import Context, RequestContext, Template

from contacts.reader import Reader, from_query, why_not


def test_it_reads_who_and_where_from_the_address():
    reader = from_query(QueryDict("area=JP-27&as=company"))

    assert (reader.area, reader.audience) == ("JP-27", "company")
    assert reader.query == "area=JP-27&as=company"


def test_without_a_choice_nothing_is_carried():
    assert from_query(QueryDict("q=x")).carried("/contacts/") == "/contacts/"


@pytest.mark.parametrize("query", ["area=JP-99", "area=<script>", "as=robot", "as=vendor"])
def test_an_unknown_value_counts_as_not_said_and_is_named(query):
    reader = from_query(QueryDict(query))

    assert not reader.is_chosen
    assert len(reader.problems) == 1


def test_the_whole_country_is_no_place_of_a_reader():
    assert from_query(QueryDict("area=national")) == Reader()


@pytest.mark.parametrize(
    "url, expected",
    [
        ("/contacts/a/", "/contacts/a/?area=JP-13"),
        ("/contacts/?q=a", "/contacts/?q=a&area=JP-13"),
        ("/situations/x/#desks", "/situations/x/?area=JP-13#desks"),
        ("#nothing-fits", "#nothing-fits"),
        ("https://www.example.jp/", "https://www.example.jp/"),
    ],
)
def test_choices_travel_with_addresses_of_the_site_only(url, expected):
    assert Reader(area="JP-13").carried(url) == expected


@pytest.mark.parametrize(
    "desk_area, desk_audience, area, audience, expected",
    [
        ("JP-13", set(), "", "", ""),
        ("JP-13", set(), "JP-13", "", ""),
        ("JP-13", set(), "JP-27", "", "area"),
        ("national", set(), "JP-27", "company", ""),
        ("national", {"company"}, "", "individual", "audience"),
        ("national", {"company"}, "", "", ""),
        ("JP-13", {"company"}, "JP-27", "individual", "area"),
    ],
)
def test_whether_a_desk_serves_a_reader(desk_area, desk_audience, area, audience, expected):
    assert why_not(desk_area, desk_audience, area, audience) == expected


def test_links_inside_included_parts_keep_the_choices(rf):
    part = Template('{% load reader_tags %}{% carried "/contacts/" %}')
    page = Template("{% include part only %}")

    assert page.render(RequestContext(rf.get("/?area=JP-27"), {"part": part})) == "/contacts/?area=JP-27"


def test_links_work_without_a_request():
    assert Template('{% load reader_tags %}{% carried "/contacts/" %}').render(Context()) == "/contacts/"


def test_a_hostile_value_never_reaches_a_link(rf):
    template = Template("{% load reader_tags %}{% asking '/search/' q='a&b' %}")
    request = rf.get("/?area=JP-27%22%3E&as=company")

    assert template.render(RequestContext(request)) == "/search/?q=a%26b&amp;as=company"
