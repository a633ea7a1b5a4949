"""Filters of the lists in the admin, and the lists of the start page that follow from them."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from .items import kind_of
from .todo import Task
from .tracked import Status, translated_columns


class YesFilter(admin.SimpleListFilter):
    """A filter with one choice. `chosen(queryset)` are the rows it leaves."""

    def lookups(self, request, model_admin):
        return [("yes", _("はい"))]

    def queryset(self, request, queryset):
        return self.chosen(queryset) if self.value() == "yes" else queryset

    @classmethod
    def of(cls, queryset):
        """The rows of `queryset` that this filter would leave."""
        return cls.chosen(cls, queryset)


class InUse(admin.SimpleListFilter):
    """The values of the column `parameter_name` that occur, by their `names`."""

    names = ()

    def lookups(self, request, model_admin):
        used = set(model_admin.model._base_manager.order_by().values_list(self.parameter_name, flat=True).distinct())
        return [(code, name) for code, name in self.names if code in used]

    def queryset(self, request, queryset):
        return queryset.filter(**{self.parameter_name: self.value()}) if self.value() else queryset


class Untranslated(YesFilter):
    title = _("翻訳の遅れ")
    parameter_name = "untranslated"

    def chosen(self, queryset):
        return queryset.filter(missing_translation(kind_of(queryset.model).shape))


def missing_translation(shape):
    """The condition for an item that has a text in one language and not in another, in itself or in one of its parts."""
    missing = models.Q()
    for columns in translated_columns(shape.model).values():
        empty = [models.Q(**{column: ""}) | models.Q(**{f"{column}__isnull": True}) for column in columns.values()]
        some = ~models.Q(*empty)
        for condition in empty:
            missing |= condition & some
    for child in shape.children:
        parts = child.shape.model._base_manager.filter(**{child.owner: models.OuterRef("pk")})
        condition = missing_translation(child.shape)
        if condition:
            missing |= models.Q(models.Exists(parts.filter(condition)))
    return missing


def untranslated_task(model, order):
    return Task(
        title=_("翻訳の遅れ"),
        why=_("片方の言葉にしかない文があります。"),
        model=model,
        rows=lambda: Untranslated.of(
            model._default_manager.exclude(status=Status.RETIRED)
            if _has_status(model)
            else model._default_manager.all()
        ),
        query="untranslated=yes",
        order=order,
    )


def draft_task(model, order):
    return Task(
        title=_("下書き"),
        why=_("まだ公開していません。"),
        model=model,
        rows=lambda: model._default_manager.filter(status=Status.DRAFT),
        query=f"status__exact={Status.DRAFT}",
        order=order,
    )


def _has_status(model):
    return any(field.name == "status" for field in model._meta.fields)
