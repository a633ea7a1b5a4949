from modeltranslation.translator import TranslationOptions, register

from revisions.recording import track

from .models import IncidentPlaybook, Situation, SituationContact, Step, StepContact, StepLink


@register(IncidentPlaybook)
class IncidentPlaybookTranslation(TranslationOptions):
    fields = ["title", "summary", "keywords", "origin_note"]
    required_languages = ("ja",)


@register(Situation)
class SituationTranslation(TranslationOptions):
    fields = ["title", "hint", "question", "advice", "avoid", "script", "prepare", "origin_note", "keywords"]
    required_languages = ("ja",)


@register(SituationContact)
class SituationContactTranslation(TranslationOptions):
    fields = ["reason"]


@register(Step)
class StepTranslation(TranslationOptions):
    fields = ["title", "detail", "why", "caution", "if_cannot", "owner_role", "deadline_note"]
    required_languages = ("ja",)


@register(StepLink)
class StepLinkTranslation(TranslationOptions):
    fields = ["label"]


# After the translations, so that the record has every language.
for model in (IncidentPlaybook, Situation, SituationContact, Step, StepContact, StepLink):
    track(model)
