from dataclasses import dataclass

from roadmap.path import is_done, stops, to_do


@dataclass(frozen=True)
class Mission:
    pk: str
    parent_id: str | None = None
    choice: str = "all"


# A way of two alternatives, the second of which has two parts, and one more mission.
MISSIONS = [
    Mission("know", choice="any"),
    Mission("quick", "know"),
    Mission("thorough", "know"),
    Mission("use", "thorough"),
    Mission("money", "thorough"),
    Mission("decide"),
]


def names(found):
    return [stop.mission.pk for stop in found]


def remaining(*done):
    return names(to_do(stops(MISSIONS), lambda mission: mission.pk in done))


def test_missions_nest_as_they_stand():
    know, decide = stops(MISSIONS)
    assert names(know.every()) == ["know", "quick", "thorough", "use", "money"]
    assert names(know.leaves()) == ["quick", "use", "money"]
    assert decide.is_leaf


def test_what_stands_under_a_mission_that_is_not_there_is_left_out():
    assert names(stops([Mission("child", "draft"), Mission("other")])) == ["other"]


def test_where_any_one_will_do_one_is_enough():
    know = stops(MISSIONS)[0]
    assert is_done(know, lambda mission: mission.pk == "quick")


def test_where_all_are_to_be_done_one_is_not_enough():
    thorough = stops(MISSIONS)[0].children[1]
    assert not is_done(thorough, lambda mission: mission.pk == "use")
    assert is_done(thorough, lambda mission: mission.pk in ("use", "money"))


def test_all_parts_of_one_alternative_are_enough():
    assert remaining("use", "money") == ["decide"]


def test_of_alternatives_the_first_is_suggested():
    assert remaining() == ["quick", "decide"]


def test_nothing_remains_when_everything_is_done():
    assert remaining("quick", "decide") == []


def test_what_is_not_asked_for_is_left_out_and_the_next_way_is_taken():
    found = to_do(stops(MISSIONS), lambda _mission: False, lambda mission: mission.pk != "quick")
    assert names(found) == ["use", "money", "decide"]
