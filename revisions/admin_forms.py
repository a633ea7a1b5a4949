"""The forms of the editors' desk: every one of them asks why."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.db.models import Max
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .item_history import last_act_on


class ReasonFields(forms.Form):
    """The two questions of every change. The reason is public and goes into the record; the note stays inside."""

    required_css_class = "required"

    change_reason = forms.CharField(
        label=_("変更の理由(公開)"),
        max_length=300,
        widget=AdminTextInputWidget,
        help_text=_("改版履歴に載ります。何を、なぜ変えたかを一文で。人の名前は書きません。"),
    )
    internal_note = forms.CharField(
        label=_("内部メモ(公開しない)"),
        required=False,
        widget=AdminTextareaWidget(attrs={"rows": 2}),
        help_text=_("編集者だけが見られます。確認した相手や経緯など。"),
    )

    @property
    def record(self):
        """The words for `recording`, after `is_valid()`."""
        return {"reason": self.cleaned_data["change_reason"], "note": self.cleaned_data["internal_note"]}


class RevisedForm(ReasonFields, forms.ModelForm):
    """The form of an item. What somebody else saved after the form was opened is never overwritten."""

    last_act = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["change_reason"].initial = gettext("新規登録")
        else:
            self.initial["last_act"] = last_act_on(self.instance)

    def clean(self):
        cleaned = super().clean()
        if not self.instance._state.adding and cleaned.get("last_act") != self.initial["last_act"]:
            raise forms.ValidationError(
                _("この画面を開いたあとに、ほかの人が保存しました。履歴で変更を確かめ、開き直してから直してください。")
            )
        return cleaned


class StatusForm(ReasonFields):
    """Why some items are published, retired or taken back; for retired ones, where readers are sent instead."""

    successor = forms.ModelChoiceField(
        label=_("後継"),
        queryset=None,
        required=False,
        help_text=_("廃止した項目のページで案内する先。なければ空のまま。"),
    )

    def __init__(self, *args, successors=None, **kwargs):
        super().__init__(*args, **kwargs)
        if successors is None:
            del self.fields["successor"]
        else:
            self.fields["successor"].queryset = successors


class RowsInOrder(forms.BaseInlineFormSet):
    """Rows of an item. A row without a position goes to the end; a slug or a number can't be there twice."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        position = form.fields.get("position")
        if position is not None:
            position.required = False
            if form.instance._state.adding:
                position.initial = form.initial["position"] = None

    def get_unique_error_message(self, unique_check):
        labels = [str(self.model._meta.get_field(name).verbose_name) for name in unique_check]
        return gettext("「%(names)s」が同じ行があります。") % {"names": gettext("、").join(labels)}

    def save_new(self, form, commit=True):
        return super().save_new(self._at_the_end(form), commit)

    def save_existing(self, form, obj, commit=True):
        return super().save_existing(self._at_the_end(form), obj, commit)

    def _at_the_end(self, form):
        if "position" in form.fields and not form.cleaned_data.get("position"):
            last = self.get_queryset().aggregate(last=Max("position"))["last"] or 0
            self._given = max(getattr(self, "_given", 0), last) + 1
            form.instance.position = self._given
        return form
