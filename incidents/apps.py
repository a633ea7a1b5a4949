from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = _("判断の流れとプレイブック")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import linting
        from .document import register_sections

        register_sections()
        linting.register()
