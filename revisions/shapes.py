"""How a model looks in the document, declared once; reading, writing and the schema follow from the declaration.

A `Shape` names the columns of a model that belong to the document, and its children. Text columns that are translated
become ``{"ja": …, "en": …}``, references become slugs, codes become lists, positions become the order of a list.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.db.models import DateField

from .codes import CodesField
from .tracked import Publishable, translated_columns


@dataclass(frozen=True)
class Child:
    """A list under `name`: the rows of `shape` whose foreign key `owner` is this item.

    `tree` names the foreign key to a row of the same kind when the rows nest. `bare` names the one column of which
    the list consists: ``["police-110"]`` instead of ``[{"contact": "police-110"}]``.
    """

    name: str
    shape: "Shape"
    owner: str
    tree: str | None = None
    bare: str | None = None


@dataclass(frozen=True)
class Shape:
    model_label: str
    fields: tuple[str, ...]
    children: tuple[Child, ...] = ()
    key: str | None = None  # what tells one row from its siblings; None: its place in the list

    @property
    def model(self):
        return apps.get_model(self.model_label)

    @cached_property
    def columns(self):
        return {name: self.model._meta.get_field(name) for name in self.fields}

    @cached_property
    def translated(self):
        return translated_columns(self.model)

    @cached_property
    def ordering(self):
        has_position = any(field.name == "position" for field in self.model._meta.fields)
        return ("position", "pk") if has_position else ("pk",)

    @property
    def is_publishable(self):
        return issubclass(self.model, Publishable)

    def default(self, name):
        """The document value of a key that was left out."""
        column = self.columns[name]
        if name in self.translated:
            return dict.fromkeys(self.translated[name], "")
        if column.is_relation:
            return None
        value = column.get_default()
        return CodesField.split(value) if isinstance(column, CodesField) else value

    def value(self, row, name, slugs):
        """The document value of one column. `slugs(model, pk)` is the key of a referenced row, or None when it is not in."""
        column = self.columns[name]
        if name in self.translated:
            return {language: getattr(row, part) or "" for language, part in self.translated[name].items()}
        value = getattr(row, column.attname)
        if column.is_relation:
            return slugs(column.related_model, value) if value is not None else None
        if isinstance(column, CodesField):
            return CodesField.split(value)
        if isinstance(value, (datetime.date, datetime.time)):
            return value.isoformat()
        return value

    def assign(self, row, name, value):
        """Put a document value into a column; references are not assigned here."""
        column = self.columns[name]
        if name in self.translated:
            for language, part in self.translated[name].items():
                setattr(row, part, value.get(language, ""))
        elif isinstance(column, CodesField):
            setattr(row, name, column.join(value))
        elif value is not None and isinstance(column, DateField):
            setattr(row, name, datetime.date.fromisoformat(str(value)))
        else:
            setattr(row, name, value)

    def key_of(self, row):
        """The document value of the column that tells a row from its siblings."""
        value = getattr(row, self.key)
        return value.reference if self.columns[self.key].is_relation and value is not None else value

    def name_of(self, data):
        return data.get(self.key) if self.key else None

    @property
    def references(self):
        return [name for name, column in self.columns.items() if column.is_relation]

    def models(self):
        """Every model this shape reads: its own and those of its children."""
        found = [self.model]
        for child in self.children:
            found += child.shape.models()
        return found
