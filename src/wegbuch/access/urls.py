"""Addresses of accounts, staff and logs."""

from allauth.account import views as allauth
from django.urls import include, path

from .gate import gate, open_to_all
from .views import account, health, logs, staff

own = [
    path("start/", account.start, name="start"),
    path("konto/", account.account, name="account"),
    path("konto/tasten/", account.shortcuts, name="shortcuts"),
    path("konto/blickschutz/", account.shield, name="shield"),
    path("sperren/", account.lock, name="lock"),
    path("entsperren/", account.unlock, name="unlock"),
    path("entwurf/", account.keep_draft, name="keep_draft"),
    path("entwurf/verwerfen/", account.discard_draft, name="discard_draft"),
    path("einladung/<str:secret>/", staff.invitation, name="invitation"),
    path("team/konten/", staff.staff, name="staff"),
    path("team/einladen/", staff.invite, name="invite"),
    path("team/einladung/<uuid:pk>/zurueckziehen/", staff.withdraw, name="withdraw"),
    path("team/neu/", staff.add_team, name="add_team"),
    path("team/rolle/<uuid:pk>/beenden/", staff.end_membership, name="end_membership"),
    path("vertretung/", staff.deputies, name="deputies"),
    path("vertretung/<uuid:pk>/beenden/", staff.end_deputyship, name="end_deputyship"),
    path("betrieb/organisationen/", staff.organisations, name="organisations"),
    path("betrieb/organisationen/<uuid:pk>/datenschutz/", staff.invite_data_protection, name="invite_data_protection"),
    path("protokoll/", logs.log, name="log"),
]

urlpatterns = [
    path("", account.home, name="home"),
    path("gesund/", health.health, name="health"),
    path("anmelden/", open_to_all(allauth.login, saves_itself=True), name="account_login"),
    path("abmelden/", account.sign_out, name="account_logout"),
    path(
        "konto/passwort/",
        gate("account.change", saves_itself=True)(allauth.password_change),
        name="account_change_password",
    ),
    path("konto/inaktiv/", open_to_all(allauth.account_inactive, methods=("GET",)), name="account_inactive"),
    path("", include((own, "access"))),
]
