"""The address of a calendar, to copy."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wegbuch.core.forms import WegbuchForm


class AddressForm(WegbuchForm):
    """Shown once; nothing is sent."""

    marks_optional = False
    address = forms.CharField(
        label=_("Kalenderadresse"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "readonly": True, "dir": "ltr"}),
    )
