"""Why a file, or the sealed box in it, has to be opened now."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class BreakGlassForm(WegbuchForm):
    reason = forms.CharField(
        label=_("Warum jetzt?"),
        max_length=500,
        help_text=_("Ein Satz. Ihre Teamleitung und die Person können ihn lesen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class BoxForm(WegbuchForm):
    reason = forms.CharField(
        label=_("Warum jetzt?"),
        max_length=500,
        help_text=_("Ein Satz. Die Person kann ihn lesen."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
