"""Why a step of the arrival list is not needed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class NotNeededForm(WegbuchForm):
    note = forms.CharField(
        label=_("Warum nicht nötig?"),
        max_length=200,
        help_text=_("Kurz, zum Beispiel: Konto ist schon da. Nichts zu Gesundheit, Gewalt oder Rückkehr."),
    )
