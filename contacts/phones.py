"""Japanese telephone numbers: what kind they are, how they are written, and how they dial. Pure.

Long numbers follow libphonenumber (総務省's numbering plan). It turns #9110 into 9110 and knows no three-digit service
numbers, so those have rules of their own here. Notes on dialling are general facts of a kind of number; what is special
to one desk's line stands in that line's own note.
"""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

EMERGENCY, SHORT, HASH, TOLL_FREE = "emergency", "short", "hash", "toll_free"
NAVI, GEOGRAPHIC, MOBILE, IP = "navi", "geographic", "mobile", "ip"
KINDS = (EMERGENCY, SHORT, HASH, TOLL_FREE, NAVI, GEOGRAPHIC, MOBILE, IP)

# Kinds that a telephone abroad reaches through +81.
REACHED_FROM_ABROAD = frozenset({GEOGRAPHIC, MOBILE, IP})

EMERGENCY_NUMBERS = frozenset({"110", "118", "119"})

# First match wins: 0800 is toll-free although it starts like a mobile number.
_PATTERNS = (
    (SHORT, re.compile(r"1(?!8[46])\d\d")),  # 184 and 186 only come before another number
    (HASH, re.compile(r"#\d{4}")),
    (TOLL_FREE, re.compile(r"0120\d{6}|0800\d{7}")),
    (NAVI, re.compile(r"0570\d{6}")),
    (IP, re.compile(r"050\d{8}")),
    (MOBILE, re.compile(r"0[6789]0\d{8}")),
    (GEOGRAPHIC, re.compile(r"0\d{9}")),
)
_LIBRARY_TYPES = {
    TOLL_FREE: {PhoneNumberType.TOLL_FREE},
    NAVI: {PhoneNumberType.UAN},
    IP: {PhoneNumberType.VOIP},
    MOBILE: {PhoneNumberType.MOBILE},
    GEOGRAPHIC: {PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE},
}

# Hyphens, dashes of all widths, the kana long mark and the wave typed for them, brackets, dots, signs, blanks.
_SEPARATORS = re.compile(
    r"[\s\-\u00ad\u2010-\u2015\u2043\u2212\u30fc\u301c~()\[\]〔〕・./☎📞\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)


class InvalidNumberError(ValueError):
    """Not a number that can be dialled; the message is for the editor, in the editor's language."""


def normalise(text: str) -> str:
    """Digits and # only, as dialled within Japan: 「(03)5805−1731」 and "+81 3-5805-1731" give "0358051731".

    What cannot be read as part of a number (letters, another country's +) stays in place, for `validate` to name.
    """
    plain = unicodedata.normalize("NFKC", text.replace("℡", ""))  # the sign would turn into letters
    plain = re.sub(r"^\s*tel:", "", plain, flags=re.IGNORECASE).replace("%23", "#").replace("♯", "#")
    plain = _SEPARATORS.sub("", plain)
    return re.sub(r"^\+810?(?=\d)", "0", plain)


def tidy(number: str) -> str:
    """One spelling for the list, for any that `kind_of` takes: hyphens where they stood, in half width; else the usual grouping."""
    plain = unicodedata.normalize("NFKC", number).strip()
    return plain if re.fullmatch(r"#?\d[\d-]*\d", plain) and ("-" in plain or len(plain) <= 5) else display(number)


def kind_of(number: str) -> str:
    """One of KINDS. InvalidNumberError when it is no number that can be dialled in Japan."""
    digits = _checked(number)
    if digits in EMERGENCY_NUMBERS:
        return EMERGENCY
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(digits):
            if kind in _LIBRARY_TYPES and phonenumbers.number_type(_parsed(digits)) not in _LIBRARY_TYPES[kind]:
                break
            return kind
    raise InvalidNumberError(
        _("「%(number)s」という電話番号はありません。けた数と数字を確かめてください。") % {"number": number}
    )


def validate(number: str, kind: str) -> str:
    """The normalised number. InvalidNumberError when it is empty, has letters, is impossible, or is not of this kind."""
    if kind not in KINDS:
        raise InvalidNumberError(_("「%(kind)s」という番号の種類はありません。") % {"kind": kind})
    actual = kind_of(number)
    if actual != kind:
        raise InvalidNumberError(
            _("「%(number)s」の種類は「%(actual)s」です。「%(chosen)s」ではありません。")
            % {"number": number, "actual": kind_label(actual), "chosen": kind_label(kind)}
        )
    return normalise(number)


def tel_uri(number: str) -> str:
    """The address that dials from any telephone in Japan: "tel:0358051731", "tel:188", "tel:%239110" (a bare # would
    start a fragment). "" when the text is no number: show it as text then, rather than dial something else."""
    try:
        kind_of(number)
    except InvalidNumberError:
        return ""
    return "tel:" + normalise(number).replace("#", "%23")


def display(number: str) -> str:
    """The number in its usual Japanese grouping: "03-5805-1731". Text that is no number comes back unchanged."""
    try:
        kind = kind_of(number)
    except InvalidNumberError:
        return number
    digits = normalise(number)
    return _formatted(digits, PhoneNumberFormat.NATIONAL) if kind in _LIBRARY_TYPES else digits


def international(number: str) -> str | None:
    """The form for callers abroad, "+81 3-5805-1731"; None where no call from abroad arrives."""
    try:
        kind = kind_of(number)
    except InvalidNumberError:
        return None
    return _formatted(normalise(number), PhoneNumberFormat.INTERNATIONAL) if kind in REACHED_FROM_ABROAD else None


def kind_label(kind: str) -> str:
    """The kind's name in the reader's language. KeyError for an unknown kind."""
    return {
        EMERGENCY: _("緊急通報の番号"),
        SHORT: _("3けたの番号"),
        HASH: _("# で始まる番号"),
        TOLL_FREE: _("通話料無料の番号(0120・0800)"),
        NAVI: _("ナビダイヤル(0570)"),
        GEOGRAPHIC: _("固定電話"),
        MOBILE: _("携帯電話"),
        IP: _("IP電話(050)"),
    }[kind]


YES, NO, DEPENDS = "yes", "no", "depends"


@dataclass(frozen=True)
class Way:
    """One way to dial. `answer`: yes, no or depends, for a sign beside the words; `text` says it in full."""

    answer: str
    text: str

    @property
    def word(self) -> str:
        return {YES: _("かけられる"), NO: _("かけられない"), DEPENDS: _("場合による")}[self.answer]


@dataclass(frozen=True)
class Dialling:
    """How a kind of number can be dialled. `free`: True when the caller pays nothing, None when it depends."""

    kind: str
    mobile: Way
    ip_phone: Way
    abroad: Way
    free: bool | None
    cost: str


def dialling(kind: str) -> Dialling:
    """How numbers of this kind dial, in the reader's language. KeyError for an unknown kind."""
    return {
        EMERGENCY: _emergency,
        SHORT: _short,
        HASH: _hash,
        TOLL_FREE: _toll_free,
        NAVI: _navi,
        GEOGRAPHIC: _geographic,
        MOBILE: _mobile,
        IP: _ip,
    }[kind]()


def _emergency() -> Dialling:
    return Dialling(
        EMERGENCY,
        mobile=Way(YES, _("携帯電話からかけられます。")),
        ip_phone=Way(DEPENDS, _("050のIP電話からは、かけられないことがあります。携帯電話か固定電話を使ってください。")),
        abroad=Way(NO, _("海外から日本の緊急通報へはつながりません。")),
        free=True,
        cost=_("通話は無料です。"),
    )


def _short() -> Dialling:
    return Dialling(
        SHORT,
        mobile=Way(YES, _("携帯電話から、市外局番なしでかけられます。")),
        ip_phone=Way(DEPENDS, _("一部のIP電話からはかけられません。")),
        abroad=Way(NO, _("海外からはかけられません。")),
        free=None,
        cost=_("通話料がかかることがあります。"),
    )


def _hash() -> Dialling:
    return Dialling(
        HASH,
        mobile=Way(YES, _("携帯電話から、# も押してかけられます。")),
        ip_phone=Way(DEPENDS, _("一部のIP電話と、ダイヤル回線の固定電話からはかけられません。")),
        abroad=Way(NO, _("海外からはかけられません。")),
        free=None,
        cost=_("通話料がかかることがあります。"),
    )


def _toll_free() -> Dialling:
    return Dialling(
        TOLL_FREE,
        mobile=Way(DEPENDS, _("多くは携帯電話からもかけられます。受けるかどうかは窓口が決めています。")),
        ip_phone=Way(DEPENDS, _("050のIP電話からは、かけられないことがあります。")),
        abroad=Way(NO, _("海外からはかけられません。")),
        free=True,
        cost=_("通話は無料です。"),
    )


def _navi() -> Dialling:
    return Dialling(
        NAVI,
        mobile=Way(YES, _("携帯電話からかけられます。")),
        ip_phone=Way(DEPENDS, _("かけられないIP電話が多くあります。")),
        abroad=Way(NO, _("海外からはかけられません。")),
        free=False,
        cost=_("通話料がかかります。かけ放題や無料通話の対象外です。"),
    )


def _geographic() -> Dialling:
    return Dialling(
        GEOGRAPHIC,
        mobile=Way(YES, _("携帯電話からかけられます。")),
        ip_phone=Way(YES, _("IP電話からかけられます。")),
        abroad=Way(YES, _("海外からは +81 を付け、最初の 0 を取ってかけます。")),
        free=False,
        cost=_("ふつうの通話料がかかります。"),
    )


def _mobile() -> Dialling:
    return Dialling(
        MOBILE,
        mobile=Way(YES, _("携帯電話からかけられます。")),
        ip_phone=Way(YES, _("IP電話からかけられます。")),
        abroad=Way(YES, _("海外からは +81 を付け、最初の 0 を取ってかけます。")),
        free=False,
        cost=_("携帯電話への通話料がかかります。"),
    )


def _ip() -> Dialling:
    return Dialling(
        IP,
        mobile=Way(YES, _("携帯電話からかけられます。")),
        ip_phone=Way(YES, _("IP電話からかけられます。")),
        abroad=Way(DEPENDS, _("海外からは +81 を付けてかけます。つながらない電話会社もあります。")),
        free=False,
        cost=_("通話料がかかります。かけ放題の対象になるかは契約によります。"),
    )


def _checked(number: str) -> str:
    """The normalised number, made of digits and perhaps a # in front. InvalidNumberError otherwise."""
    digits = normalise(number)
    if not digits:
        raise InvalidNumberError(_("電話番号を入力してください。"))
    if digits.startswith("+"):
        raise InvalidNumberError(_("日本の電話番号を、0 から始めて入力してください。"))
    strange = re.search(r"[^0-9#]+", digits)
    if strange:
        raise InvalidNumberError(
            _("電話番号に使えるのは、数字と # だけです。「%(text)s」を取り除いてください。") % {"text": strange[0]}
        )
    return digits


def _parsed(digits: str) -> PhoneNumber:
    return phonenumbers.parse(digits, "JP")


def _formatted(digits: str, form: int) -> str:
    return phonenumbers.format_number(_parsed(digits), form)
