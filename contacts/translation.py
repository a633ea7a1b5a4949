from modeltranslation.translator import TranslationOptions, register

from revisions.recording import track

from .models import ClosedPeriod, Contact, Link, OpeningHours, Phone


@register(Contact)
class ContactTranslation(TranslationOptions):
    fields = [
        "name", "operator", "summary", "not_handled", "prepare", "cost", "keywords", "hours_note", "source_note", "under_change",
    ]  # fmt: skip
    required_languages = ("ja",)


@register(Phone)
class PhoneTranslation(TranslationOptions):
    fields = ["label", "note"]


@register(ClosedPeriod)
class ClosedPeriodTranslation(TranslationOptions):
    fields = ["reason"]


@register(Link)
class LinkTranslation(TranslationOptions):
    fields = ["label"]


# After the translations, so that the record has every language.
for model in (Contact, Phone, OpeningHours, ClosedPeriod, Link):
    track(model)
