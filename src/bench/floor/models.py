"""The program's tables as the plainest models."""

from uuid import uuid4

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Plain(models.Model):
    """A row of a table that another program made."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation_id = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        managed = False


class User(AbstractBaseUser):
    id = models.UUIDField(primary_key=True, default=uuid4)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    organisation_id = models.UUIDField()
    is_active = models.BooleanField(default=True)

    objects = BaseUserManager()

    USERNAME_FIELD = "email"

    class Meta:
        managed = False
        db_table = "access_user"


class Person(Plain):
    surname = models.CharField(max_length=200)
    given_name = models.CharField(max_length=200)
    birth_date = models.DateField(null=True)
    entered_on = models.DateField(null=True)

    class Meta(Plain.Meta):
        db_table = "cases_person"


class Token(models.Model):
    organisation_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE)
    kind = models.CharField(max_length=10)
    token = models.CharField(max_length=80)

    class Meta:
        managed = False
        db_table = "cases_searchtoken"


class Member(Plain):
    household_id = models.UUIDField()
    person = models.ForeignKey(Person, models.CASCADE)
    until = models.DateField(null=True)

    class Meta(Plain.Meta):
        db_table = "cases_householdmember"


class Case(Plain):
    person = models.ForeignKey(Person, models.CASCADE)
    number = models.CharField(max_length=16)
    team_id = models.UUIDField()
    opened_on = models.DateField()
    closed_on = models.DateField(null=True)

    class Meta(Plain.Meta):
        db_table = "cases_case"


class Access(Plain):
    case = models.ForeignKey(Case, models.CASCADE)
    user_id = models.UUIDField()
    ends_at = models.DateTimeField(null=True)

    class Meta(Plain.Meta):
        db_table = "cases_caseaccess"


class Topic(Plain):
    label = models.CharField(max_length=60)

    class Meta(Plain.Meta):
        db_table = "counselling_topic"

    def __str__(self) -> str:
        return self.label


class Contact(Plain):
    team_id = models.UUIDField()
    author_id = models.UUIDField()
    held_on = models.DateField()
    entered_at = models.DateTimeField()
    task_area = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, blank=True)
    form = models.CharField(max_length=24)
    minutes = models.PositiveSmallIntegerField()
    language = models.CharField(max_length=8)
    channel = models.CharField(max_length=16)
    note = models.TextField(blank=True)

    class Meta(Plain.Meta):
        db_table = "counselling_contact"


class Participation(Plain):
    contact = models.ForeignKey(Contact, models.CASCADE)
    case = models.ForeignKey(Case, models.CASCADE)
    held_on = models.DateField()

    class Meta(Plain.Meta):
        db_table = "counselling_participation"


class Deadline(Plain):
    person = models.ForeignKey(Person, models.CASCADE)
    counts_on = models.DateField(null=True)
    safe_day = models.DateField(null=True)
    state = models.CharField(max_length=10)

    class Meta(Plain.Meta):
        db_table = "procedures_deadline"
