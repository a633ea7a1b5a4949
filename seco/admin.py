"""What people asked for and did not find, for the editors to read."""

from django.contrib import admin

from .models import UnansweredWords


@admin.register(UnansweredWords)
class UnansweredWordsAdmin(admin.ModelAdmin):
    """Counts by day, nothing about who asked. Read only; old days may be removed."""

    list_display = ["words", "day", "times"]
    list_filter = ["day"]
    search_fields = ["words"]
    date_hierarchy = "day"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
