from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ContactsConfig(AppConfig):
    name = "contacts"
    verbose_name = pgettext_lazy("plural", "窓口")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import linting
        from .document import register_section

        register_section()
        linting.register()
