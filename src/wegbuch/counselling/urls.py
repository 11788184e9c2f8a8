"""Addresses of this room."""

from django.urls import path

from .views import contacts, follow_ups, quick, report_notes, team, today, work, work_lists

app_name = "counselling"

urlpatterns = [
    path("heute/", today.today, name="today"),
    path("heute/wiedervorlagen/", today.follow_ups, name="today_follow_ups"),
    path("heute/nicht-gesehen/", today.unseen, name="today_unseen"),
    path("heute/ohne-schritt/", today.without_step, name="today_without_step"),
    path("heute/papiere/", today.papers, name="today_papers"),
    path("eintrag/", quick.quick_entry, name="quick_entry"),
    path("eintrag/suche/", quick.quick_search, name="quick_search"),
    path("eintrag/person/", quick.quick_person, name="quick_person"),
    path("akte/<uuid:pk>/gespraech/", contacts.contact_new, name="contact_new"),
    path("akte/<uuid:pk>/kontakte/", contacts.contacts_of_case, name="contacts_of_case"),
    path("akte/<uuid:pk>/wiedervorlagen/", follow_ups.follow_ups_of_case, name="follow_ups_of_case"),
    path("kontakt/<uuid:pk>/", contacts.contact, name="contact"),
    path("kontakt/<uuid:pk>/aendern/", contacts.contact_change, name="contact_change"),
    path("kontakt/<uuid:pk>/loeschen/", contacts.contact_delete, name="contact_delete"),
    path("kontakt/<uuid:pk>/zuruecknehmen/", quick.contact_undo, name="contact_undo"),
    path("wiedervorlage/<uuid:pk>/erledigt/", follow_ups.follow_up_done, name="follow_up_done"),
    path("wiedervorlage/<uuid:pk>/wieder-offen/", follow_ups.follow_up_reopen, name="follow_up_reopen"),
    path("wiedervorlage/<uuid:pk>/verschieben/", follow_ups.follow_up_move, name="follow_up_move"),
    path("eintrag/gruppenangebot/", work.group_offer_new, name="group_offer_new"),
    path("eintrag/netzwerk/", work.network_entry_new, name="network_entry_new"),
    path("gruppenangebote/", work_lists.group_offers, name="group_offers"),
    path("gruppenangebot/<uuid:pk>/", work.group_offer, name="group_offer"),
    path("gruppenangebot/<uuid:pk>/aendern/", work.group_offer_change, name="group_offer_change"),
    path("gruppenangebot/<uuid:pk>/loeschen/", work.group_offer_delete, name="group_offer_delete"),
    path("gruppenangebot/<uuid:pk>/sachbericht/", report_notes.report_note_of_offer, name="report_note_of_offer"),
    path("netzwerk/", work_lists.network_entries, name="network_entries"),
    path("netzwerk/<uuid:pk>/", work.network_entry, name="network_entry"),
    path("netzwerk/<uuid:pk>/aendern/", work.network_entry_change, name="network_entry_change"),
    path("netzwerk/<uuid:pk>/loeschen/", work.network_entry_delete, name="network_entry_delete"),
    path("netzwerk/<uuid:pk>/sachbericht/", report_notes.report_note_of_networking, name="report_note_of_networking"),
    path("sachbericht/texte/", report_notes.report_note_list, name="report_notes"),
    path("sachbericht/texte/neu/", report_notes.report_note_new, name="report_note_new"),
    path("sachbericht/texte/<uuid:pk>/", report_notes.report_note_change, name="report_note_change"),
    path("sachbericht/texte/<uuid:pk>/loeschen/", report_notes.report_note_delete, name="report_note_delete"),
    path("sachbericht/texte/<uuid:pk>/stand/", report_notes.report_note_decide, name="report_note_decide"),
    path("kontakt/<uuid:pk>/sachbericht/", report_notes.report_note_of_contact, name="report_note_of_contact"),
    path("team/heute/", team.team_today, name="team_today"),
    path("team/themen/", team.topics, name="topics"),
    path("team/themen/<uuid:pk>/", team.topic_rename, name="topic_rename"),
    path("team/themen/<uuid:pk>/anbieten/", team.topic_switch, name="topic_switch"),
]
