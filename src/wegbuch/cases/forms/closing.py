"""The end of a case."""

from django.utils.translation import gettext_lazy as _

from wegbuch.core.fields import TypedDateField
from wegbuch.core.forms import WegbuchForm

from .codes import CodeField


class ClosingForm(WegbuchForm):
    reason = CodeField(label=_("Grund"), list_name="closing_reasons")
    closed_on = TypedDateField(label=_("Letzter Tag"), initial="heute", is_past_only=True)
