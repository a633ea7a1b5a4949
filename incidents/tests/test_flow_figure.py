import re
from xml.etree import ElementTree

import pytest

from incidents.flow_figure import NARROW, WIDE, Row, draw, shortened, width_of, wrapped

ROWS = [
    Row("何が起きていますか", 0, kind="root"),
    Row("セキュリティ侵害・犯罪が起きた、起きたかもしれない", 1, "/situations/breach/", "question"),
    Row(
        "犯罪かもしれない",
        2,
        "/situations/crime/",
        order="5-2-3",
        desk="警視庁 サイバー犯罪対策課(相談窓口)",
        number="03-5805-1731",
    ),
    Row("迷惑メールが届く", 2, "/situations/spam/", added=True, desk="迷惑メール相談センター"),
    Row("どれか分からない", 1, "/situations/unsure/"),
]


def tree(style, rows=ROWS):
    return ElementTree.fromstring(draw(rows, style, "判断の流れ"))


@pytest.mark.parametrize("style", [NARROW, WIDE])
def test_it_is_one_drawing_with_a_name(style):
    svg = tree(style)

    assert svg.tag == "svg"
    assert (svg.get("role"), svg.get("aria-label")) == ("group", "判断の流れ")
    assert f"flow-figure--{style.name}" in svg.get("class")


@pytest.mark.parametrize("style", [NARROW, WIDE])
def test_every_node_is_a_link_to_its_page(style):
    assert [link.get("href") for link in tree(style).iter("a")] == [row.url for row in ROWS if row.url]


@pytest.mark.parametrize("style", [NARROW, WIDE])
def test_every_node_is_joined_to_the_one_above(style):
    elbows = [path.get("d") for path in tree(style).iter("path") if "V" in path.get("d")]

    assert len(elbows) == len(ROWS) - 1


def test_additions_are_drawn_apart():
    nodes = {node.get("href"): node.get("class") for node in tree(NARROW).iter("a")}

    assert "flow-figure__node--added" in nodes["/situations/spam/"]
    assert "flow-figure__node--added" not in nodes["/situations/crime/"]


def test_the_wide_drawing_shows_the_number_and_the_order():
    text = draw(ROWS, WIDE, "x")

    assert ">03-5805-1731</text>" in text
    assert ">5-2-3</text>" in text


def test_the_narrow_drawing_is_titles_only():
    assert "03-5805-1731" not in draw(ROWS, NARROW, "x")


def test_numbers_are_14_points_on_paper():
    millimetres_per_unit = (210 - 2 * 9) / WIDE.width

    assert WIDE.number_font * millimetres_per_unit / 25.4 * 72 >= 14


@pytest.mark.parametrize("style", [NARROW, WIDE])
def test_every_box_stays_in_the_drawing_and_below_the_one_before(style):
    svg = tree(style)
    _left, _top, width, height = map(float, svg.get("viewBox").split())
    bottom = 0.0
    for box in svg.iter("rect"):
        x, y, w, h = (float(box.get(name)) for name in ("x", "y", "width", "height"))
        assert x + w <= width
        assert y >= bottom
        bottom = y + h
    assert bottom <= height


def test_content_is_escaped():
    text = draw([Row('<script>"&', 0, '/x/?a="><b>', desk="<i>", number="<b>")], WIDE, '"><svg onload=x>')

    assert "<script>" not in text
    assert "<i>" not in text
    assert len(re.findall("<svg", text)) == 1
    ElementTree.fromstring(text)


def test_a_long_title_is_wrapped_between_characters():
    lines = wrapped("セキュリティ侵害・犯罪が起きた、起きたかもしれない", 14)

    assert "".join(lines) == "セキュリティ侵害・犯罪が起きた、起きたかもしれない"
    assert len(lines) == 2


def test_closing_marks_do_not_start_a_line():
    for room in range(3, 12):
        assert not any(line[0] in "、。)" for line in wrapped("届いた、開いた。(まだ)何も、ない。", room))


def test_words_stay_whole():
    assert wrapped("A security breach or a crime", 10) == ["A security", "breach or a", "crime"]


def named(desk, area="", mark=""):
    text = draw([Row("x", 0, desk=desk, area=area, mark=mark, number="03-5805-1731")], WIDE, "x")
    return re.search(r'flow-figure__desk"[^>]*>([^<]*)<', text)[1]


def test_a_local_desk_says_where_even_when_the_end_of_its_name_is_cut_off():
    name = named("Cyber Crime Control Division, Tokyo Metropolitan Police Department", "Tokyo")

    assert name.startswith("[Tokyo] Cyber Crime")
    assert name.endswith("…")


def test_a_whole_name_that_says_where_is_not_told_twice():
    assert named("Tokyo desk", "Tokyo") == "Tokyo desk"
    assert named("警視庁", "東京都") == "[東京都] 警視庁"


def test_a_desk_under_change_has_its_mark_in_front():
    assert named("相談", mark="※") == "※相談"
    assert named("相談", "東京都", "※") == "※[東京都] 相談"


def test_brackets_go_first_when_a_name_is_cut():
    assert shortened("警視庁 サイバー犯罪対策課(サイバー犯罪相談窓口)", 14) == "警視庁 サイバー犯罪対策課"


def test_a_name_without_brackets_is_cut_with_an_ellipsis():
    cut = shortened("国民生活センター越境消費者センター", 8)

    assert cut.endswith("…")
    assert width_of(cut) <= 8


def test_a_name_that_fits_is_left_alone():
    assert shortened("消費者ホットライン(188)", 40) == "消費者ホットライン(188)"
