"""What the site keeps for its editors besides the content."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class UnansweredWords(models.Model):
    """Words that found nothing, counted by day. Nothing about who asked, or when within the day."""

    day = models.DateField(_("日付"))
    words = models.CharField(_("言葉"), max_length=80)
    times = models.PositiveIntegerField(_("回数"), default=1)

    class Meta:
        verbose_name = _("見つからなかった言葉")
        verbose_name_plural = _("見つからなかった言葉")
        ordering = ["-day", "-times", "words"]
        constraints = [models.UniqueConstraint(fields=["day", "words"], name="unanswered_words_once_a_day")]

    def __str__(self):
        return self.words
