from django.apps import AppConfig
from django.db.models.signals import pre_migrate
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "wegbuch.cases"
    verbose_name = "Menschen"

    def ready(self) -> None:
        from wegbuch.core import areas

        from . import duties, fact_sources, frame, half_taken, law_facts, list_jobs, twin_jobs  # noqa: F401

        pre_migrate.connect(half_taken.refuse_half_taken, sender=self)

        areas.open_area(
            areas.Area(20, _("Menschen"), "cases:people", "people", "person.list", key="2", prefix=("cases:",))
        )
        areas.open_glasses.append(frame.open_glasses)
        areas.subject_finders.append(frame.people_with_number)
        areas.subject_labels.append(frame.numbers_of)
        fact_sources.plug(law_facts.known)
        duties.open_doors()
