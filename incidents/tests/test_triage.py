from dataclasses import replace

import pytest

from incidents.triage import Candidate, answering, in_order, merged

VENDOR = Candidate("vendor")
TOKYO = Candidate("tokyo-police", area="JP-13", category="police", answers="open", has_phone=True)
HOTLINE = Candidate("police-9110", category="police", answers="open", has_phone=True)
ONLINE = Candidate("npa-cyber-online", category="police", anytime=True)
DIRECTORY = Candidate("prefectural-police-directory", category="police")
NATIONWIDE = [HOTLINE, ONLINE, DIRECTORY]
ADVICE = Candidate("advice", category="technical", audience=frozenset({"company"}), anytime=True)
TOKYO_ADVICE = Candidate("tokyo-advice", area="JP-13", category="technical", answers="open", has_phone=True)
PERSONAL = Candidate(
    "personal", category="technical", audience=frozenset({"individual"}), has_phone=True, answers="closed"
)
COMPANY_DESK = Candidate("company-desk", category="technical", audience=frozenset({"company"}), writable=True)
ANYBODYS_DESK = Candidate("anybodys-desk", category="technical", has_phone=True, answers="open")
DEFAULTS = [COMPANY_DESK, ANYBODYS_DESK, HOTLINE]
BANK = Candidate("bank", category="provider")


def order(desks, area="", audience="", nationwide=NATIONWIDE, defaults=()):
    return [(place.slug, place.back) for place in in_order(desks, nationwide, area, audience, defaults)]


def test_without_a_choice_the_editors_order_stands():
    assert order([VENDOR, TOKYO, ADVICE, PERSONAL]) == [
        ("vendor", ""),
        ("tokyo-police", ""),
        ("advice", ""),
        ("personal", ""),
    ]


def test_without_a_choice_a_local_desk_shows_the_nationwide_ways_beside_it():
    place = in_order([VENDOR, TOKYO], NATIONWIDE)[1]

    assert place.elsewhere == ("police-9110", "npa-cyber-online", "prefectural-police-directory")


def test_a_local_desk_outside_the_police_names_a_nationwide_one_of_its_kind_first():
    assert in_order([TOKYO_ADVICE, ADVICE], NATIONWIDE)[0].elsewhere == ("advice",)


def test_a_local_desk_without_another_of_its_kind_names_the_default_desk():
    assert in_order([TOKYO_ADVICE], NATIONWIDE, defaults=DEFAULTS)[0].elsewhere == ("company-desk",)


def test_in_its_own_area_a_local_desk_needs_nothing_beside_it():
    assert in_order([TOKYO], NATIONWIDE, "JP-13")[0].elsewhere == ()


def test_elsewhere_the_local_desk_steps_back_and_the_nationwide_one_takes_its_place():
    assert order([VENDOR, TOKYO, ADVICE], "JP-27") == [
        ("vendor", ""),
        ("police-9110", ""),
        ("advice", ""),
        ("tokyo-police", "area"),
    ]


def test_a_nationwide_way_in_the_list_steps_forward_instead_of_standing_there_twice():
    assert order([TOKYO, ADVICE, HOTLINE], "JP-27") == [("police-9110", ""), ("advice", ""), ("tokyo-police", "area")]


def test_the_one_that_stands_in_names_the_ways_that_are_not_in_the_list():
    place = in_order([TOKYO, DIRECTORY], NATIONWIDE, "JP-27")[0]

    assert (place.slug, place.elsewhere, place.stands_in) == ("police-9110", ("npa-cyber-online",), "tokyo-police")


def test_no_police_stands_in_where_another_desk_of_the_kind_serves_the_reader():
    assert order([TOKYO_ADVICE, ADVICE], "JP-27") == [("advice", ""), ("tokyo-advice", "area")]


def test_the_police_stand_in_for_the_police_only():
    assert order([TOKYO_ADVICE], "JP-27") == [("tokyo-advice", "area")]


def test_the_default_desk_of_its_kind_stands_in_for_the_only_one_that_is_not_police():
    places = in_order([VENDOR, TOKYO_ADVICE], NATIONWIDE, "JP-27", "individual", DEFAULTS)

    assert [place.slug for place in places] == ["vendor", "anybodys-desk", "tokyo-advice"]
    assert (places[1].stands_in, places[1].elsewhere) == ("tokyo-advice", ())


def test_the_police_and_another_local_desk_each_leave_their_place_to_their_own_kind():
    assert order([TOKYO, TOKYO_ADVICE], "JP-27", "individual", defaults=DEFAULTS) == [
        ("police-9110", ""),
        ("anybodys-desk", ""),
        ("tokyo-police", "area"),
        ("tokyo-advice", "area"),
    ]


def test_nobody_stands_in_for_a_local_desk_that_would_not_serve_the_reader_there_either():
    for_companies = Candidate("local", area="JP-13", category="technical", audience=frozenset({"company"}))

    assert order([VENDOR, for_companies], "JP-27", "individual", defaults=DEFAULTS) == [
        ("vendor", ""),
        ("local", "area"),
    ]


def test_when_no_desk_serves_the_reader_the_default_ones_that_do_step_forward():
    places = in_order([ADVICE], NATIONWIDE, "", "individual", DEFAULTS)

    assert [(place.slug, place.is_default) for place in places] == [
        ("anybodys-desk", True),
        ("police-9110", True),
        ("advice", False),
    ]


def test_nobody_steps_forward_where_no_desk_was_named():
    assert order([], audience="individual", defaults=DEFAULTS) == []


def test_a_person_does_not_get_the_companies_desk_first():
    assert order([ADVICE, PERSONAL], audience="individual") == [("personal", ""), ("advice", "audience")]


def test_without_nationwide_desks_the_local_one_just_steps_back():
    assert order([TOKYO, VENDOR], "JP-27", nationwide=[]) == [("vendor", ""), ("tokyo-police", "area")]


def test_no_desk_is_lost_or_doubled():
    desks = [VENDOR, TOKYO, HOTLINE, ADVICE, TOKYO_ADVICE, PERSONAL, DIRECTORY]

    slugs = [slug for slug, _back in order(desks, "JP-27", "individual")]

    assert sorted(slugs) == sorted({desk.slug for desk in desks})


def test_the_first_desk_with_a_number_is_the_one_to_call_when_it_is_open():
    answer = answering(in_order([VENDOR, TOKYO, HOTLINE]))

    assert answer.to_call == TOKYO
    assert not answer.says_something


def closed(desk, answers="closed"):
    return replace(desk, answers=answers)


def test_when_the_first_is_closed_it_names_the_one_that_answers_now():
    answer = answering(in_order([VENDOR, closed(TOKYO), HOTLINE, ADVICE]))

    assert answer.leading == closed(TOKYO)
    assert (answer.to_call, answer.open, answer.meanwhile) == (HOTLINE, HOTLINE, ADVICE)
    assert answer.says_something


def test_when_all_are_closed_nobody_is_the_one_to_call():
    answer = answering(in_order([closed(TOKYO), closed(HOTLINE)]), ONLINE)

    assert answer.to_call is None
    assert answer.meanwhile == ONLINE


def test_the_polices_form_is_not_offered_where_the_police_are_not():
    assert answering(in_order([PERSONAL]), ONLINE).meanwhile is None


def test_a_desk_whose_hours_are_unknown_is_called_all_the_same():
    unknown = closed(TOKYO, "unknown")

    answer = answering(in_order([unknown]))

    assert answer.to_call == unknown
    assert not answer.says_something


def test_a_desk_that_surely_answers_goes_before_one_of_unknown_hours():
    answer = answering(in_order([closed(TOKYO, "unknown"), HOTLINE]))

    assert answer.to_call == HOTLINE
    assert answer.says_something


def test_a_desk_that_stepped_back_is_not_the_one_to_call():
    assert answering(in_order([TOKYO, HOTLINE], NATIONWIDE, "JP-27")).to_call == HOTLINE


def test_a_desk_for_one_kind_of_reader_is_not_put_first_as_long_as_nobody_chose():
    open_to_persons = closed(PERSONAL, "open")
    places = in_order([closed(ANYBODYS_DESK), open_to_persons])

    assert answering(places).open is None
    assert answering(places).to_call is None
    assert answering(places, audience="individual").to_call == open_to_persons


def test_it_is_put_first_where_no_desk_is_for_all():
    for_companies = replace(closed(TOKYO), audience=frozenset({"company"}))
    open_to_persons = closed(PERSONAL, "open")

    assert answering(in_order([for_companies, open_to_persons])).to_call == open_to_persons


def test_when_nobody_answers_the_first_that_takes_mail_is_named_though_its_answer_may_wait():
    assert answering(in_order([closed(ANYBODYS_DESK), COMPANY_DESK])).meanwhile == COMPANY_DESK


def test_what_can_be_sent_at_any_hour_goes_before_it():
    assert answering(in_order([closed(ANYBODYS_DESK), COMPANY_DESK, ADVICE])).meanwhile == ADVICE
    assert answering(in_order([closed(TOKYO), COMPANY_DESK]), ONLINE).meanwhile == ONLINE


def test_mail_without_hours_is_not_offered_while_somebody_answers():
    assert answering(in_order([closed(TOKYO), HOTLINE, COMPANY_DESK])).meanwhile is None


def test_ones_own_bank_is_said_first_when_it_stands_first():
    assert answering(in_order([BANK, closed(TOKYO)])).own == BANK
    assert answering(in_order([closed(TOKYO), BANK])).own is None
    assert answering(in_order([replace(BANK, has_phone=True), closed(TOKYO)])).own is None


def test_forms_alone_say_nothing_about_telephones():
    assert answering(in_order([ADVICE])).leading is None


@pytest.mark.parametrize(
    "lists, expected",
    [
        ([["写真", "時刻"], ["時刻", "ログ"]], ["写真", "時刻", "ログ"]),
        ([["時刻のメモ。"], ["時刻のメモ"]], ["時刻のメモ。"]),
        ([["OSの名前"], ["OSの名前"]], ["OSの名前"]),
        ([["", "  "], []], []),
        ([["Logs"], ["logs"]], ["Logs"]),
    ],
)
def test_lines_of_several_lists_stand_there_once(lists, expected):
    assert merged(*lists) == expected
