"""What a lead sees: the load in numbers, and the organisation's own words."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from wegbuch.access.gate import StaffRequest, gate
from wegbuch.access.models import Deputyship
from wegbuch.access.services import NotPossible
from wegbuch.cases.services.cases import workers
from wegbuch.core import clock, codes
from wegbuch.counselling import services
from wegbuch.counselling import today as board
from wegbuch.counselling.forms.follow_ups import RenameForm, TopicForm
from wegbuch.counselling.models import Topic

from .pages import panels


@gate("team.load", methods=("GET",))
def team_today(request: StaffRequest) -> HttpResponse:
    day = clock.today()
    context = {
        "today": day,
        "loads": board.load(workers(), day),
        "deputyships": Deputyship.objects.running(day).select_related("absent", "deputy"),
        "panels": panels(request, "team_today"),
    }
    return render(request, "counselling/team_today.html", context)


@gate("topic.change")
def topics(request: StaffRequest) -> HttpResponse:
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            topic = services.add_topic(**form.cleaned_data)
        except NotPossible as problem:
            form.add_error("label", str(problem))
        else:
            messages.success(request, _("Das Thema „%(topic)s“ wird angeboten.") % {"topic": topic})
            return redirect("counselling:topics")
    groups: dict[int, list[Topic]] = {int(area.code): [] for area in codes.entries("task_areas")}
    for topic in Topic.objects.all():
        groups[topic.task_area].append(topic)
    return render(request, "counselling/topics.html", {"form": form, "groups": groups.items()})


@gate("topic.change", on=Topic)
def topic_rename(request: StaffRequest, topic: Topic) -> HttpResponse:
    form = RenameForm(request.POST or None, initial={"label": topic.label})
    if request.method == "POST" and form.is_valid():
        try:
            services.rename_topic(topic, label=form.cleaned_data["label"])
        except NotPossible as problem:
            form.add_error("label", str(problem))
        else:
            messages.success(request, _("Das Thema heißt jetzt „%(topic)s“.") % {"topic": topic})
            return redirect("counselling:topics")
    return render(request, "counselling/topic_rename.html", {"form": form, "topic": topic})


@gate("topic.change", on=Topic, methods=("POST",))
def topic_switch(request: StaffRequest, topic: Topic) -> HttpResponse:
    services.offer_topic(topic, is_active=not topic.is_active)
    text = _("„%(topic)s“ wird wieder angeboten.") if topic.is_active else _("„%(topic)s“ wird nicht mehr angeboten.")
    messages.success(request, text % {"topic": topic})
    return redirect("counselling:topics")
