"""Text as the search compares it. Pure: no database, no settings.

People type the same word in many forms: half-width kana, full-width letters, small or large kana, with or without the
last long mark, with dashes in a telephone number. `fold` makes those one form; `words_of` cuts English into stems.
"""

import re
import unicodedata

# Small kana become large, so that ウィルス = ウイルス and フイッシング = フィッシング. Variants of a kanji become one.
_LARGE = str.maketrans(
    "ァィゥェォッャュョヮヵヶぁぃぅぇぉっゃゅょゎゕゖヴヂヅぢづ髙﨑繋濵證竄",
    "アイウエオツヤユヨワカケあいうえおつやゆよわかけブジズじず高崎繫浜証ざ",
)
_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_LAST_LONG_MARK = re.compile(r"(?<=[ァ-ヶー][ァ-ヶ])ー(?![ァ-ヶー])")
_DASHES = re.compile(r"[‐‑‒–—―−ｰ~〜]")
_NOT_TEXT = re.compile(r"[^0-9a-zぁ-んァ-ヶー一-鿿々#]+")
JAPANESE = re.compile(r"[ぁ-んァ-ヶー一-鿿々]")
JAPANESE_RUN = re.compile(r"[ぁ-んァ-ヶー一-鿿々]+")
KANA_RUN = re.compile(r"[ぁ-んァ-ヶー]+")
LATIN_WORD = re.compile(r"[a-z0-9]+")


def fold(text: str) -> str:
    """Lower case, one width, one kana size, no last long mark, no kanji variants; anything else becomes one space."""
    text = unicodedata.normalize("NFKC", text).lower().replace("♯", "#")
    text = _DASHES.sub("-", text).replace("'", "").replace("’", "")
    text = text.translate(_LARGE)
    text = _LAST_LONG_MARK.sub("", text)
    return _NOT_TEXT.sub(" ", text).strip()


def to_hiragana(folded: str) -> str:
    return folded.translate(_HIRAGANA)


def digits_of(text: str) -> str:
    """The digits of a telephone number in any spelling, in the form it is dialled within Japan."""
    text = unicodedata.normalize("NFKC", text)
    digits = re.sub(r"\D", "", text)
    if re.match(r"\s*(\+|00|010[-\s]?)81", text) or (digits.startswith("81") and len(digits) in (11, 12)):
        digits = "0" + digits[digits.index("81") + 2 :].removeprefix("0")
    return digits


_IRREGULAR = {
    "stole": "steal", "stolen": "steal", "stealing": "steal", "theft": "steal", "lost": "lose", "losing": "lose", "sent": "send", "paid": "pay",
    "bought": "buy", "wrote": "write", "written": "write", "took": "take", "taken": "take", "gave": "give",
    "given": "give", "told": "tell", "left": "leave", "broke": "break", "broken": "break", "froze": "freeze",
    "frozen": "freeze", "came": "come", "got": "get", "gotten": "get", "went": "go", "gone": "go", "saw": "see", "seen": "see",
    "said": "say", "fell": "fall", "fallen": "fall", "sold": "sell", "selling": "sell", "hid": "hide", "hidden": "hide", "knew": "know", "known": "know",
    "found": "find", "made": "make", "put": "put", "thought": "think", "spent": "spend", "kept": "keep",
    "sued": "sue", "suing": "sue", "died": "die", "ran": "run", "running": "run", "putting": "put", "news": "news", "training": "training", "trainings": "training", "children": "child",
    "e-mail": "email", "mail": "email", "mails": "email", "emails": "email", "mailed": "email",
    "emailed": "email", "unauthorised": "unauthorized", "bookkeeping": "accounting", "centre": "center", "centres": "center",
    "cheque": "check", "licence": "license", "mobile": "phone", "cellphone": "phone", "smartphone": "phone",
    "smartphones": "phone", "iphone": "phone", "android": "phone", "cell": "phone", "telephone": "phone",
    "notebook": "laptop", "bosses": "boss", "boss": "boss", "access": "access", "business": "business", "businesses": "business",
    "address": "address", "addresses": "address", "sms": "sms", "dns": "dns", "wireless": "wifi", "https": "https",
    "virus": "virus", "viruses": "virus", "bus": "bus", "process": "process", "harassment": "harass", "threat": "threaten",
    "threats": "threaten", "threatened": "threaten", "threatening": "threaten", "threatens": "threaten", "discrimination": "discriminate", "defamation": "defame", "defamatory": "defame",
    "infection": "infect", "encryption": "encrypt", "cancellation": "cancel", "cancelled": "cancel", "cancelling": "cancel", "canceled": "cancel",
    "impersonation": "impersonate", "impersonator": "impersonate", "impersonating": "impersonate", "prevention": "prevent", "delivery": "deliver", "deliveries": "deliver",
    "payment": "pay", "payments": "pay", "subscription": "subscribe", "subscriptions": "subscribe",
    "stalker": "stalk", "stalkers": "stalk", "hacker": "hack", "hackers": "hack", "extortion": "extort",
    "extorted": "extort", "extorting": "extort", "bully": "bully", "bullied": "bully", "bullying": "bully", "scammer": "scam", "scammers": "scam",
    "thief": "steal", "thieves": "steal", "robbed": "rob", "robbery": "rob", "slowly": "slow", "men": "man", "women": "woman",
    "advise": "advice", "advised": "advice", "prepare": "prepare", "preparing": "prepare", "preparation": "prepare", "insulted": "insult",
    "one": "one", "this": "this", "is": "is", "was": "was", "does": "does", "his": "his", "has": "has", "us": "us", "its": "its", "always": "always",
    "police": "police", "used": "use", "using": "use", "uses": "use", "nothing": "nothing", "something": "something", "thing": "thing", "during": "during", "being": "being", "bring": "bring", "string": "string", "king": "king",
    "need": "need", "speed": "speed", "feed": "feed", "seed": "seed", "red": "red", "bed": "bed", "indeed": "indeed",
}  # fmt: skip


def stem(word: str) -> str:
    """One form for the forms of an English word. Light on purpose: two words made one by mistake cost more than one missed."""
    if word in _IRREGULAR:
        return _short(_IRREGULAR[word])
    if len(word) <= 3 or any(c.isdigit() for c in word):
        return word
    word = (
        word.replace("isation", "ization").replace("ise", "ize")
        if word.endswith(("ise", "ised", "ising", "isation"))
        else word
    )
    for ending, instead in (
        ("iness", "y"),
        ("ies", "y"),
        ("ied", "y"),
        ("sses", "ss"),
        ("xes", "x"),
        ("ches", "ch"),
        ("shes", "sh"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + instead
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
        if word in _IRREGULAR:
            return _short(_IRREGULAR[word])
    for ending in ("ing", "ed"):
        root = word[: -len(ending)]
        if word.endswith(ending) and len(root) >= 3 and re.search("[aeiouy]", root):
            if root[-1] == root[-2] and root[-1] not in "sl":
                return root[:-1]
            return _short(root) if len(root) > 4 else root
    return _short(word)


def _short(word: str) -> str:
    return word.removesuffix("e") if len(word) > 4 else word


def words_of(folded: str) -> list[str]:
    """The stems of the English words, in order."""
    return [stem(word) for word in LATIN_WORD.findall(folded)]
