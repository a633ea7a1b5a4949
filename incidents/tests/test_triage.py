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


def order(desks, area="", audience="", nationwide=NATIONWIDE):
    return [(place.slug, place.back) for place in in_order(desks, nationwide, area, audience)]


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
    place = in_order([TOKYO_ADVICE, ADVICE], NATIONWIDE)[0]

    assert place.elsewhere[:2] == ("advice", "police-9110")


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


def test_the_police_stand_in_for_the_only_desk_of_its_kind():
    assert order([TOKYO_ADVICE], "JP-27") == [("police-9110", ""), ("tokyo-advice", "area")]


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
    return Candidate(desk.slug, desk.area, desk.audience, desk.category, answers, desk.has_phone, desk.anytime)


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
