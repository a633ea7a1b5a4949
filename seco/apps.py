from django.apps import AppConfig


class SecoConfig(AppConfig):
    name = "seco"
    verbose_name = "Seco"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from contacts import searching

        from .search.live import search_contacts

        searching.register(search_contacts)
