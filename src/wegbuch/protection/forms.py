"""Why the box is opened, and what is put into it."""

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


class EntryForm(WegbuchForm):
    text = forms.CharField(
        label=_("Was das Fallteam wissen muss"),
        max_length=4000,
        help_text=_("So wenig wie nötig: den Bedarf, nicht die Geschichte dahinter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
