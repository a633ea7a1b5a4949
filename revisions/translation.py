from modeltranslation.translator import TranslationOptions, register

from .models import Revision


@register(Revision)
class RevisionTranslation(TranslationOptions):
    fields = ["note"]
