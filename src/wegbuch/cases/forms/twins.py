"""What is said of two records that may be one person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class DifferentForm(WegbuchForm):
    note = forms.CharField(
        label=_("Woran haben Sie es erkannt?"),
        max_length=500,
        required=False,
        help_text=_("Ein Satz genügt. Er hilft allen, die später noch einmal fragen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
