from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class RevisionsConfig(AppConfig):
    name = "revisions"
    verbose_name = _("改版")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import append_only, recording

        recording.connect()
        post_migrate.connect(append_only.install, dispatch_uid="seco.append_only")
