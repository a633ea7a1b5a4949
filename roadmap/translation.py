from modeltranslation.translator import TranslationOptions, register

from revisions.recording import track

from .models import MissionContact, MissionLink, RoadmapMission, RoadmapStage


@register(RoadmapStage)
class RoadmapStageTranslation(TranslationOptions):
    fields = ["title", "aim", "origin_note"]
    required_languages = ("ja",)


@register(RoadmapMission)
class RoadmapMissionTranslation(TranslationOptions):
    fields = ["title", "question", "summary", "effort", "owner_role", "evidence", "check_question", "origin_note"]
    required_languages = ("ja",)


@register(MissionLink)
class MissionLinkTranslation(TranslationOptions):
    fields = ["label"]


# After the translations, so that the record has every language.
for model in (RoadmapStage, RoadmapMission, MissionContact, MissionLink):
    track(model)
