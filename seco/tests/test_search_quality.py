"""The seeded list answers people's own words: the same wordings on every database."""

import pytest

from seco.search.live import live, search_contacts

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seeded")]

WORDINGS = {
    "パソコンに警告が出て、電話してくださいと言われました": "fake-support-scam",
    "取引先になりすまされてお金を振り込んでしまった": "business-email-compromise",
    "ファイルが全部開けなくなった": "ransomware",
    "お客様の情報を間違えて送ってしまった": "data-leak",
    "インスタグラムに入れなくなりました": "account-takeover",
    "口コミに嘘を書かれた": "defamation",
    "宅配便の不在通知を開いてパスワードを入れた": "phishing",
    "ﾈｯﾄﾆﾂﾅｶﾞﾗﾅｲ": "device-trouble",
    "めいわくめーる": "spam-mail",
    "らんさむうえあ": "ransomware",
    "188": "consumer-hotline-188",
    "♯９１１０": "police-9110",
    "5805": "mpd-cyber",
    "法テラス": "houterasu",
    "my files will not open and they want bitcoin": "ransomware",
    "someone pretends to be our president and asked for a transfer": "business-email-compromise",
    "I lost my work phone": "device-lost",
    "pishing": "phishing",
}


@pytest.mark.parametrize("words, right", WORDINGS.items())
def test_the_right_thing_stands_first(words, right):
    assert live.current().search(words).hits[0].entry.slug == right


def test_desks_are_found_directly_and_through_situations():
    found = search_contacts("ランサムウェアで身代金を要求された")
    assert {"jpcert-consult", "own-it-vendor"} <= set(found)
    assert len(found) == len(set(found))
