from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoadmapConfig(AppConfig):
    name = "roadmap"
    verbose_name = _("ロードマップ")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import linting
        from .document import register_section

        register_section()
        linting.register()
