"""The bases of all content: every change is recorded, and what is published is one rule."""

import unicodedata

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.expressions import RawSQL
from django.db.models.signals import pre_save
from django.utils.translation import gettext_lazy as _
from modeltranslation.translator import NotRegistered, translator


class UnrecordedWrite(TypeError):
    """A write that would leave no history was tried on a tracked model."""


def _refuse(name):
    def refuse(self, *args, **kwargs):
        raise UnrecordedWrite(
            f"{self.model.__name__}.objects.{name}() would leave no record of who changed what. Save the objects one by one."
        )

    refuse.__name__ = name
    return refuse


class TrackedQuerySet(models.QuerySet):
    update = _refuse("update")
    bulk_create = _refuse("bulk_create")
    bulk_update = _refuse("bulk_update")
    aupdate = _refuse("aupdate")
    abulk_create = _refuse("abulk_create")
    abulk_update = _refuse("abulk_update")


def translated_columns(model):
    """``{field: {language: column}}`` of the translated fields of `model`."""
    try:
        fields = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return {}
    order = [code for code, _name in settings.LANGUAGES]
    return {
        name: {part.language: part.attname for part in sorted(parts, key=lambda part: order.index(part.language))}
        for name, parts in fields.items()
    }


def recorded_columns(model):
    """The fields that a record compares: every column but the key, unrecorded ones and the drifting base of a translation."""
    skip = {*getattr(model, "unrecorded_fields", ()), *translated_columns(model)}
    return [f for f in model._meta.concrete_fields if not f.primary_key and f.name not in skip]


def plain(value):
    """A column's value as JSON. NULL and the empty text are one: a first save turns one into the other."""
    if value is None or value == "":
        return None
    return value if isinstance(value, (bool, int)) else str(value)


def tidy(text):
    """`text` as the document writes it: NFC, and LF alone.

    Browsers send CR LF from a text area, keyboards send 塚 in a form of its own or が as two characters: kept as they
    come, they would look like changes, and no longer agree with the document that was made from them.
    """
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


class Tracked(models.Model):
    """A content row. Its history row is written by `save()` and `delete()`, and only when something changed."""

    objects = TrackedQuerySet.as_manager()
    history_parent: str | None = None  # the foreign key that leads towards the item this row is a part of

    class Meta:
        abstract = True

    def history_root(self):
        return getattr(self, self.history_parent).history_root() if self.history_parent else self

    def column_values(self):
        values = {}
        for field in recorded_columns(type(self)):
            if field.is_relation:
                target = getattr(self, field.name) if getattr(self, field.attname) is not None else None
                values[field.name] = target.reference if target is not None else None
            else:
                values[field.name] = plain(getattr(self, field.attname))
        return values

    @property
    def reference(self):
        """How another row's history names this one."""
        return getattr(self, "slug", None) or str(self.pk)

    @classmethod
    def referred_to(cls, reference):
        """The row that `reference` names, or None."""
        return cls._base_manager.filter(slug=reference).first()

    def recorded_changes(self, history_type):
        """``{column: [before, after]}``; a created row has no before, a deleted one no after."""
        if history_type == "~":
            return self._changes
        known = self._last_values if history_type == "-" else self.column_values()
        values = {name: value for name, value in known.items() if value is not None}
        if history_type == "+":
            return {name: [None, value] for name, value in values.items()}
        return {name: [value, None] for name, value in values.items()}

    def remember_values(self):
        """Before anything is deleted: what this row refers to may be deleted, and recorded, before it."""
        self._last_values = self.column_values()

    def _tidy_texts(self):
        for field in recorded_columns(type(self)):
            value = getattr(self, field.attname)
            if isinstance(value, str):
                setattr(self, field.attname, tidy(value))

    @property
    def names_only_public_items(self):
        """False for a part that is about a draft (a draft desk among those of a situation): readers do not get it."""
        targets = (getattr(self, field.name) for field in self.necessary_references())
        return all(target.is_public_record for target in targets)

    @classmethod
    def necessary_references(cls):
        """The foreign keys to an item without which a part makes no sense; the one to its owner is not among them."""
        return [
            field
            for field in cls._meta.concrete_fields
            if field.is_relation
            and not field.null
            and field.name != cls.history_parent
            and issubclass(field.related_model, Publishable)
        ]

    @transaction.atomic(savepoint=False)  # the row and its record: both or none
    def save(self, *args, **kwargs):
        self._tidy_texts()
        before = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first()
        if before is None:
            return super().save(*args, **kwargs)
        old, new = before.column_values(), self.column_values()
        self._changes = {name: [old[name], new[name]] for name in new if old[name] != new[name]}
        if self._changes:
            return super().save(*args, **kwargs)
        self.skip_history_when_saving = True
        try:
            return super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving


def refuse_raw_save(sender, raw=False, **kwargs):
    if raw and issubclass(sender, Tracked):
        raise UnrecordedWrite(
            f"loaddata would write {sender.__name__} without a record. Use load_document, or restore for a backup."
        )


pre_save.connect(refuse_raw_save, dispatch_uid="seco.refuse_raw_save")


class Status(models.TextChoices):
    DRAFT = "draft", _("下書き")
    PUBLISHED = "published", _("公開")
    RETIRED = "retired", _("廃止")


HIDDEN = """WITH RECURSIVE hidden (id) AS (
SELECT id FROM "{table}" WHERE status = 'draft'
UNION SELECT below.id FROM "{table}" AS below JOIN hidden ON below.parent_id = hidden.id
) SELECT id FROM hidden"""


class PublishedQuerySet(TrackedQuerySet):
    """What is public: no draft, and nothing that stands under a draft. `Publishable.is_public_record` says it of one row,
    `reading.Reader` of the rows of a document, `past_items` of a moment of the record."""

    def published(self):
        return self.known_to_readers().filter(status=Status.PUBLISHED)

    def known_to_readers(self):
        """Published, or once published: a retired item answers 410 and names its successor."""
        if not nests(self.model):
            return self.exclude(status=Status.DRAFT)
        hidden = HIDDEN.format(table=self.model._meta.db_table)
        return self.exclude(pk__in=RawSQL(hidden, []))  # noqa: S611  nothing in it comes from outside


def one_of(field, choices):
    """A constraint: the column `field` holds one of `choices`, whoever writes it."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{field}__in": choices.values}), name=f"%(app_label)s_%(class)s_{field}_is_known"
    )


class Publishable(Tracked):
    """An item with an address. Its slug never changes once it has been saved."""

    slug = models.SlugField(
        _("スラッグ"), max_length=80, unique=True, help_text=_("アドレスに使う名前。あとから変えられません。")
    )
    status = models.CharField(_("公開の状態"), max_length=10, choices=Status, default=Status.DRAFT)
    successor = models.ForeignKey(
        "self",
        verbose_name=_("後継"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text=_("廃止したときに案内する先。"),
    )

    objects = PublishedQuerySet.as_manager()
    item_type = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(successor__isnull=True) | ~models.Q(successor=models.F("id")),
                name="%(app_label)s_%(class)s_not_own_successor",
                violation_error_message=_("自分自身を後継にはできません。"),
            ),
            one_of("status", Status),
        ]

    @property
    def item_key(self):
        return self.slug

    @property
    def is_public_record(self):
        """Neither a draft nor under one."""
        seen, node = set(), self
        while node is not None and node.pk not in seen:
            if node.status == Status.DRAFT:
                return False
            seen.add(node.pk)
            node = getattr(node, "parent", None)
        return True

    @property
    def is_published(self):
        return self.status == Status.PUBLISHED and self.is_public_record

    @property
    def is_retired(self):
        return self.status == Status.RETIRED

    def clean(self):
        super().clean()
        if self.pk:
            kept = type(self)._base_manager.filter(pk=self.pk).values_list("slug", flat=True).first()
            if kept and kept != self.slug:
                raise ValidationError({"slug": _("スラッグは変えられません(%(slug)s)。") % {"slug": kept}})
        if self.successor_id and self.status != Status.RETIRED:
            raise ValidationError({"successor": _("後継は、廃止した項目にだけ付けられます。")})
        refuse_cycle(self, "successor", _("後継がひと回りして自分に戻ります。"))


def nests(model):
    """Whether items of this kind stand under others of it."""
    return any(field.name == "parent" for field in model._meta.concrete_fields)


def refuse_cycle(item, attribute, message):
    """Raise a ValidationError when following `attribute` from `item` comes back to it."""
    seen, node = {item.pk}, getattr(item, attribute)
    while node is not None:
        if node.pk is not None and node.pk in seen:
            raise ValidationError({attribute: message})
        seen.add(node.pk)
        node = getattr(node, attribute)


def is_draft(row):
    """Whether a row is an item that is not public yet. Parts are as public as their item."""
    return isinstance(row, Publishable) and row.status == Status.DRAFT
