"""A model field for a short list of codes out of a fixed set, kept readable in the database as ``mon,tue,wed``."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _


class CodesFormField(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value):
        return value.split(",") if isinstance(value, str) and value else value

    def clean(self, value):
        return ",".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial) or [], data or [])


class CodesField(models.CharField):
    """Codes joined by commas, in the order of ``codes``. Two shapes, one rule: `split` and `join` are each other's inverse."""

    def __init__(self, *args, codes=(), **kwargs):
        self.codes = tuple(codes)
        kwargs.setdefault("max_length", 100)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "codes": [(code, str(label)) for code, label in self.codes]}

    @staticmethod
    def split(value):
        return value.split(",") if value else []

    def join(self, codes):
        order = [code for code, _label in self.codes]
        return ",".join(sorted(codes, key=lambda code: order.index(code) if code in order else len(order)))

    def validate(self, value, instance):
        super().validate(value, instance)
        known = {code for code, _label in self.codes}
        unknown = [code for code in self.split(value) if code not in known]
        if unknown:
            raise ValidationError(_("知らない値です: %(codes)s"), params={"codes": ", ".join(unknown)})

    def labels(self, value):
        names = dict(self.codes)
        return [names.get(code, code) for code in self.split(value)]

    def formfield(self, **kwargs):
        return CodesFormField(
            choices=self.codes,
            label=kwargs.get("label", self.verbose_name),
            required=kwargs.get("required", not self.blank),
            help_text=kwargs.get("help_text", self.help_text),
            initial=self.default,
        )
