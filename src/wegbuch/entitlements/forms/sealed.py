"""Why the sealed box is opened."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class ReasonForm(WegbuchForm):
    reason = forms.CharField(
        label=_("Warum jetzt?"),
        max_length=500,
        help_text=_("Ein Satz. Die Person kann ihn lesen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
