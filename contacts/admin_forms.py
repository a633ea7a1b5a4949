"""A fact that changes loses the proof of the old one, unless a new proof comes with it."""

from django import forms
from django.utils.translation import gettext as _

from revisions.admin_forms import RevisedForm

from . import phones
from .sources import Confidence

HOURS_FACTS = {"closed_on_holidays", "closed_new_year", "hours_partial"}
HOURS_PROOF = {"hours_confidence", "hours_source_url", "hours_verified_on"}


class ProvenRow(forms.ModelForm):
    """A row whose column `fact` is proven by the columns `proof` (each with its value for "unproven")."""

    fact = ""
    proof: dict[str, object] = {"confidence": Confidence.UNCONFIRMED}  # noqa: RUF012 - never changed
    lost_proof = ""  # the sentence for the editor, when the proof was taken away

    def clean(self):
        cleaned = super().clean()
        known = not self.instance._state.adding
        if known and self._is_another_fact(cleaned) and not set(self.proof) & set(self.changed_data):
            cleaned.update(self.proof)
            self.lost_proof = _(
                "「%(fact)s」は新しいので「未確認」にしました。確かめた出典があれば、確度と日付を入れてください。"
            ) % {"fact": cleaned[self.fact]}
        return cleaned

    def _is_another_fact(self, cleaned):
        return self.fact in self.changed_data and bool(cleaned.get(self.fact))


class PhoneRowForm(ProvenRow):
    fact = "number"
    proof = {"confidence": Confidence.UNCONFIRMED, "verified_on": None, "source_url": ""}  # noqa: RUF012

    def _is_another_fact(self, cleaned):
        """The same digits in another spelling are the same number."""
        same = phones.normalise(cleaned.get("number") or "") == phones.normalise(self.initial.get("number") or "")
        return super()._is_another_fact(cleaned) and not same


class LinkRowForm(ProvenRow):
    fact = "url"


class ContactForm(RevisedForm):
    """The mail address, as the rows are; the hours are judged by `hours_lost_proof`, since they stand in rows of their own."""

    def clean(self):
        cleaned = super().clean()
        changed = set(self.changed_data)
        if not self.instance._state.adding and "email" in changed and "email_confidence" not in changed:
            cleaned["email_confidence"] = Confidence.UNCONFIRMED
        return cleaned

    def hours_lost_proof(self, rows_changed):
        """Take the proof of changed hours away, and say so; "" when there is nothing to take."""
        changed = set(self.changed_data)
        contact = self.instance
        if not (rows_changed or HOURS_FACTS & changed) or HOURS_PROOF & changed:
            return ""
        if contact.hours_confidence == Confidence.UNCONFIRMED and not contact.hours_verified_on:
            return ""
        contact.hours_confidence, contact.hours_source_url, contact.hours_verified_on = Confidence.UNCONFIRMED, "", None
        contact.save()
        return _("受付時間は新しいので「未確認」にしました。確かめた出典があれば、確度と日付を入れてください。")
