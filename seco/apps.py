from django.apps import AppConfig


class SecoConfig(AppConfig):
    name = "seco"
    verbose_name = "Seco"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from contacts import searching

        from .search import unanswered
        from .search.live import live, search_contacts

        searching.register(searching.Finder(search_contacts, lambda text: live.current().meant(text), unanswered.count))
