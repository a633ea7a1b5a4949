"""The fixed words of a desk's facts: for whom, in which language, of what field, and what kind of number."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    COMPANY = "company", _("会社")
    INDIVIDUAL = "individual", _("個人")
    VENDOR = "vendor", _("保守・セキュリティ会社")
    PROVIDER = "provider", _("プロバイダ")


class Language(models.TextChoices):
    JA = "ja", _("日本語")
    EN = "en", _("英語")
    ZH = "zh", _("中国語")
    KO = "ko", _("韓国語")
    ES = "es", _("スペイン語")
    PT = "pt", _("ポルトガル語")
    VI = "vi", _("ベトナム語")
    TL = "tl", _("タガログ語")
    NE = "ne", _("ネパール語")
    TH = "th", _("タイ語")
    ID = "id", _("インドネシア語")


class Category(models.TextChoices):
    EMERGENCY = "emergency", _("緊急")
    POLICE = "police", _("警察")
    TECHNICAL = "technical", _("技術の相談")
    PRIVACY = "privacy", _("個人情報")
    CONSUMER = "consumer", _("消費生活")
    RIGHTS = "rights", _("権利・誹謗中傷")
    LEGAL = "legal", _("法律")
    TELECOM = "telecom", _("通信")
    PROVIDER = "provider", _("自社の取引先")
    REFERENCE = "reference", _("一覧・資料")


class Takes(models.TextChoices):
    CONSULTATION = "consultation", _("相談")
    REPORT = "report", _("届出・通報")
    BOTH = "both", _("相談と届出")
    REFERENCE = "reference", _("一覧・資料")


class PhoneKind(models.TextChoices):
    EMERGENCY = "emergency", _("緊急番号")
    SHORT = "short", _("3けた番号")
    HASH = "hash", _("# のつく番号")
    TOLL_FREE = "toll_free", _("フリーダイヤル")
    NAVI = "navi", _("ナビダイヤル(有料)")
    GEOGRAPHIC = "geographic", _("固定電話")
    MOBILE = "mobile", _("携帯電話")
    IP = "ip", _("IP電話")
