"""What is put into the box."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class EntryForm(WegbuchForm):
    text = forms.CharField(
        label=_("Was das Fallteam wissen muss"),
        max_length=4000,
        help_text=_("So wenig wie nötig: den Bedarf, nicht die Geschichte dahinter."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
