"""What is open for whom in a household, by topics of life: everything its page shows."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wegbuch.access.models import User
from wegbuch.cases.case_page import living_with, members_of
from wegbuch.cases.household_page import changeable_of
from wegbuch.cases.models import Case, Household, HousingPeriod, Office, Person
from wegbuch.cases.services.households import name_of
from wegbuch.core import clock

from . import asking, doors, facts_page, knowledge, law, offices_page, reasons
from .doors import Door
from .facts_page import Question, Quick
from .knowledge import Subject
from .reasons import Told

# So many rows of a topic stand open, the others are folded; what closes soon always stands open.
ROWS_SHOWN = 3


@dataclass(frozen=True)
class Member:
    """Somebody of the household whose file this user may open. status: in words, "" where it is not known."""

    person: Person
    case_id: UUID
    age: int | None
    status: str = ""
    is_in_hand: bool = False


@dataclass(frozen=True)
class Whom:
    """For whom a door is, and in which file that stands.

    is_changeable  whether this user may answer and apply there, not only read
    """

    subject: Subject
    case_id: UUID
    is_changeable: bool = False


@dataclass(frozen=True)
class Row:
    """A door with the people it concerns here. office: the best one of its kind, None where the directory has none."""

    door: Door
    whom: tuple[Whom, ...]
    is_for_all: bool
    office: Office | None

    @property
    def first(self) -> Whom:
        return self.whom[0]


@dataclass(frozen=True)
class Topic:
    """A topic of life. shown and folded have an answer, unsure hangs on facts that are not known."""

    code: str
    label: str
    shown: tuple[Row, ...]
    folded: tuple[Row, ...]
    unsure: tuple[Row, ...]

    @property
    def count(self) -> int:
        return len(self.shown) + len(self.folded)


@dataclass(frozen=True)
class ToCheck:
    """A contradiction of somebody's facts: a sentence, or two values of one fact of which that of the file counts."""

    whom: Whom
    sentence: str = ""
    label: str = ""
    in_file: Told | None = None
    answered: Told | None = None


@dataclass(frozen=True)
class NavigatorPage:
    """answered are the topics with an answer, unanswered those where everything still hangs on facts.

    is_changeable  whether this user may change every file the rules are asked about
    """

    household: Household | None
    name: str
    members: tuple[Member, ...]
    closing: tuple[Row, ...]
    to_check: tuple[ToCheck, ...]
    answered: tuple[Topic, ...]
    unanswered: tuple[Topic, ...]
    quick: Quick | None
    can_answer: bool
    is_changeable: bool
    has_family_abroad: bool

    @property
    def best(self) -> tuple[Row, ...]:
        """The first door of each topic that one can go through."""
        first = (topic.shown[0] for topic in self.answered)
        return tuple(row for row in first if not row.door.is_closing and row.door.can_be_claimed)


def of_household(household: Household, user: User) -> NavigatorPage:
    """The page of a household, with those members only whose file this user may open."""
    members = [(row.person, case_id) for row, case_id in members_of([household.pk], user)]
    people = [person for person, _case_id in members]
    return _page(household, members, people, user)


def of_case(case: Case, user: User) -> NavigatorPage:
    """The same for one person; the others of the household are only links."""
    rows = living_with([case.person_id], user)
    household = rows[0][0].household if rows else None
    # The file in hand, not the newest of this person.
    members = [(row.person, case.pk if row.person_id == case.person_id else case_id) for row, case_id in rows]
    return _page(household, members or [(case.person, case.pk)], [case.person], user)


def _page(
    household: Household | None, members: Sequence[tuple[Person, UUID]], people: Sequence[Person], user: User
) -> NavigatorPage:
    """The people are those the rules are asked about, the members all whom this page leads to."""
    day, files = clock.today(), {person.pk: case_id for person, case_id in members}
    here = knowledge.of_people(people, user, day)
    abroad = knowledge.abroad_of(here, user, day)
    found = doors.of([*here, *abroad], day)
    changeable = changeable_of(files.values(), user)
    rows = _rows(found, here, files, changeable)
    quick = _quick(found, files, day, "haushalt" if len(people) > 1 else "rechte")
    topics = _topics(rows)
    return NavigatorPage(
        household=household,
        name=name_of([person for person, _case_id in members]),
        members=tuple(_members(members, here)),
        closing=tuple(row for row in rows if row.door.is_closing),
        to_check=tuple(_to_check([*here, *abroad], files, day)),
        answered=tuple(topic for topic in topics if topic.count),
        unanswered=tuple(topic for topic in topics if not topic.count),
        quick=quick,
        can_answer=quick is not None and files[quick.question.subject.person.pk] in changeable,
        is_changeable=bool(people) and all(files[person.pk] in changeable for person in people),
        has_family_abroad=bool(abroad),
    )


def _members(members: Iterable[tuple[Person, UUID]], here: Sequence[Subject]) -> Iterable[Member]:
    told = {subject.person.pk: subject.known.get("status") for subject in here}
    for person, case_id in members:
        status = told.get(person.pk)
        words = reasons.in_words("status", status.value) if status else ""
        in_hand = person.pk in told and len(here) == 1
        yield Member(person, case_id, person.age_on(clock.today()), words, in_hand)


def _rows(
    found: Iterable[Door], here: Sequence[Subject], files: Mapping[UUID, UUID], changeable: Container[UUID]
) -> list[Row]:
    everybody = {subject.key for subject in here}
    offices = offices_near([subject.person for subject in here])
    return [
        Row(
            door,
            tuple(
                Whom(subject, files[subject.person.pk], files[subject.person.pk] in changeable)
                for subject in door.subjects
            ),
            {subject.key for subject in door.subjects} == everybody,
            offices.get(door.rule.authority_code),
        )
        for door in found
    ]


def offices_near(people: Sequence[Person]) -> Mapping[str, Office]:
    """By kind the best office of the directory for these people, by the place where the first of them lives."""
    homes = HousingPeriod.objects.on(clock.today()).filter(person__in=people).select_related("facility")
    return offices_page.offices_by_kind(next((home.municipality for home in homes if home.municipality), None))


def _quick(found: Sequence[Door], files: Mapping[UUID, UUID], day: date, back: str) -> Quick | None:
    """The question that settles most. back: word of the page that shows it, for the way home."""
    best = asking.decisive(found, day)
    if best is None:
        return None
    case_id = files[best.subject.person.pk]
    url = facts_page.fact_url(best.fact.name, best.subject, case_id)
    return facts_page.quick(Question(best.fact, best.subject, url, best.rules), case_id, back=back)


def _topics(rows: Sequence[Row]) -> list[Topic]:
    by_topic: dict[str, list[Row]] = {}
    for row in rows:
        by_topic.setdefault(row.door.rule.topic, []).append(row)
    return [_topic(code, label, by_topic[code]) for code, label in law.topics().items() if code in by_topic]


def _topic(code: str, label: str, rows: Sequence[Row]) -> Topic:
    unsure = tuple(row for row in rows if row.door.is_open_question)
    answered = [row for row in rows if not row.door.is_open_question]
    closing = sum(row.door.is_closing for row in answered)
    cut = max(ROWS_SHOWN, closing)
    # A fold for a single row would save nothing.
    cut = len(answered) if len(answered) == cut + 1 else cut
    return Topic(code, label, tuple(answered[:cut]), tuple(answered[cut:]), unsure)


def _to_check(subjects: Iterable[Subject], files: Mapping[UUID, UUID], day: date) -> Iterable[ToCheck]:
    for subject in subjects:
        whom = Whom(subject, files[subject.person.pk])
        for contradiction in subject.contradictions(day):
            yield ToCheck(whom, sentence=contradiction.sentence)
        for each in subject.disagreements:
            in_file, answered = reasons.tell(each.fact, each.in_file), reasons.tell(each.fact, each.answered)
            yield ToCheck(whom, label=in_file.label, in_file=in_file, answered=answered)
