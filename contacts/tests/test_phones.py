import pytest
from django.utils import translation

from contacts import phones


@pytest.fixture(autouse=True)
def _japanese():
    with translation.override("ja"):
        yield


@pytest.mark.parametrize(
    "written",
    [
        "03-5805-1731",
        "0358051731",
        "03 5805 1731",
        "(03)5805-1731",
        "03(5805)1731",
        "03.5805.1731",
        "03−5805−1731",
        "03–5805—1731",
        "03ー5805ー1731",
        "0３-5805-1731",  # noqa: RUF001
        "０３‐５８０５‐１７３１",  # noqa: RUF001
        "０３（５８０５）１７３１",  # noqa: RUF001
        "+81 3-5805-1731",
        "＋81-3-5805-1731",  # noqa: RUF001
        "+81 (0)3 5805 1731",
        "tel:0358051731",
        "☎03-5805-1731",
        "℡ 03-5805-1731",
        "\u200e03-5805-1731\u3000",
    ],
)
def test_every_spelling_gives_the_same_digits(written):
    assert phones.normalise(written) == "0358051731"


@pytest.mark.parametrize("written", ["#9110", "＃9110", "♯9110", "＃９１１０", "tel:%239110", "# 9110"])  # noqa: RUF001
def test_the_hash_survives(written):
    assert phones.normalise(written) == "#9110"


def test_normalising_twice_changes_nothing():
    for written in ["+81 3-5805-1731", "＃9110", "188", "0120-12-3456 (代)"]:  # noqa: RUF001
        once = phones.normalise(written)
        assert phones.normalise(once) == once


@pytest.mark.parametrize(
    "number, kind",
    [
        ("110", "emergency"),
        ("119", "emergency"),
        ("118", "emergency"),
        ("188", "short"),
        ("171", "short"),
        ("#9110", "hash"),
        ("＃9110", "hash"),  # noqa: RUF001
        ("0120-123-456", "toll_free"),
        ("0800-123-4567", "toll_free"),
        ("0570-003-110", "navi"),
        ("0570-078374", "navi"),
        ("03-5805-1731", "geographic"),
        ("011-222-3333", "geographic"),
        ("04992-2-1234", "geographic"),
        ("+81 3-5805-1731", "geographic"),
        ("090-1234-5678", "mobile"),
        ("080-1234-5678", "mobile"),
        ("070-1234-5678", "mobile"),
        ("050-3754-5430", "ip"),
    ],
)
def test_the_kind_follows_from_the_number(number, kind):
    assert phones.kind_of(number) == kind
    assert phones.validate(number, kind) == phones.normalise(number)


@pytest.mark.parametrize(
    "number",
    ["9110", "1880", "18", "184", "#911", "#91100", "9110#", "##9110", "03-5805-173", "03-5805-17311", "0120-123-45",
     "0570-003-1101", "050-3754-543", "090-1234-567", "03-0000-0000", "0990-123-456", "1-800-555-0100", "000-000-0000"],
)  # fmt: skip
def test_a_number_nobody_can_dial_is_refused(number):
    with pytest.raises(phones.InvalidNumberError, match="電話番号はありません"):
        phones.kind_of(number)


@pytest.mark.parametrize("number, named", [("03-5805-CALL", "CALL"), ("0120-おれおれ", "おれおれ"), ("110番", "番")])
def test_letters_are_named_in_the_message(number, named):
    with pytest.raises(phones.InvalidNumberError, match=f"「{named}」を取り除いて"):
        phones.validate(number, "geographic")


@pytest.mark.parametrize("number", ["", "  ", "-"])
def test_an_empty_number_is_asked_for(number):
    with pytest.raises(phones.InvalidNumberError, match="入力してください"):
        phones.validate(number, "geographic")


def test_a_number_of_another_country_is_refused():
    with pytest.raises(phones.InvalidNumberError, match="0 から始めて"):
        phones.validate("+1 800 555 0100", "geographic")


def test_the_wrong_kind_names_both_kinds():
    with pytest.raises(phones.InvalidNumberError, match="ナビダイヤル.*通話料無料"):
        phones.validate("0570-003-110", "toll_free")


def test_an_unknown_kind_is_refused():
    with pytest.raises(phones.InvalidNumberError, match="satellite"):
        phones.validate("110", "satellite")


def test_the_error_is_a_value_error():
    assert issubclass(phones.InvalidNumberError, ValueError)


@pytest.mark.parametrize(
    "number, uri",
    [
        ("#9110", "tel:%239110"),
        ("188", "tel:188"),
        ("110", "tel:110"),
        ("03-5805-1731", "tel:0358051731"),
        ("+81 3-5805-1731", "tel:0358051731"),
        ("0570-003-110", "tel:0570003110"),
        ("0120-123-456", "tel:0120123456"),
    ],
)
def test_the_tel_address_dials_from_a_japanese_telephone(number, uri):
    assert phones.tel_uri(number) == uri


def test_text_that_is_no_number_gets_no_tel_address():
    assert phones.tel_uri("内線 7861-3038") == ""


@pytest.mark.parametrize(
    "number, shown",
    [
        ("0358051731", "03-5805-1731"),
        ("０３５８０５１７３１", "03-5805-1731"),  # noqa: RUF001
        ("0570078374", "0570-078-374"),
        ("0120123456", "0120-123-456"),
        ("09012345678", "090-1234-5678"),
        ("05037545430", "050-3754-5430"),
        ("0499221234", "04992-2-1234"),
        ("＃9110", "#9110"),  # noqa: RUF001
        ("188", "188"),
        ("代表番号は不明", "代表番号は不明"),
    ],
)
def test_numbers_are_grouped_the_japanese_way(number, shown):
    assert phones.display(number) == shown


def test_showing_a_number_keeps_the_number():
    for number in ["0358051731", "0570078374", "0120123456", "09012345678", "05037545430", "#9110", "188"]:
        assert phones.normalise(phones.display(number)) == number


@pytest.mark.parametrize(
    "number, abroad",
    [
        ("03-5805-1731", "+81 3-5805-1731"),
        ("090-1234-5678", "+81 90-1234-5678"),
        ("050-3754-5430", "+81 50-3754-5430"),
        ("0120-123-456", None),
        ("0800-123-4567", None),
        ("0570-003-110", None),
        ("#9110", None),
        ("188", None),
        ("110", None),
        ("no number", None),
    ],
)
def test_the_form_for_callers_abroad(number, abroad):
    assert phones.international(number) == abroad


def test_a_call_from_abroad_is_offered_exactly_where_one_arrives():
    for kind in phones.KINDS:
        assert (phones.dialling(kind).abroad.answer != phones.NO) == (kind in phones.REACHED_FROM_ABROAD)


@pytest.mark.parametrize("kind", phones.KINDS)
def test_every_kind_says_how_it_dials(kind):
    facts = phones.dialling(kind)
    assert facts.kind == kind
    for way in (facts.mobile, facts.ip_phone, facts.abroad):
        assert way.answer in (phones.YES, phones.NO, phones.DEPENDS)
        assert way.text
        assert way.word
    assert facts.cost
    assert phones.kind_label(kind)


def test_navi_dial_costs_and_lies_outside_flat_rates():
    facts = phones.dialling("navi")
    assert facts.free is False
    assert "かけ放題" in facts.cost
    assert facts.ip_phone.answer == phones.DEPENDS
    assert facts.abroad.answer == phones.NO


def test_toll_free_costs_nothing_but_a_mobile_may_be_turned_away():
    facts = phones.dialling("toll_free")
    assert facts.free is True
    assert facts.mobile.answer == phones.DEPENDS


def test_a_geographic_number_dials_from_everywhere():
    facts = phones.dialling("geographic")
    assert {facts.mobile.answer, facts.ip_phone.answer, facts.abroad.answer} == {phones.YES}


def test_an_unknown_kind_has_no_facts():
    with pytest.raises(KeyError):
        phones.dialling("satellite")
