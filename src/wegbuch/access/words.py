"""German words for what the two logs hold: purposes of looks, kinds of changes, things that were changed."""

from typing import Any

from django.utils.translation import gettext_lazy as _

# A look has the action of the policy table as its purpose: what the page was opened for, done or not.
PURPOSES: dict[str, Any] = {
    "today.see": _("Heute: Wiedervorlage in Vertretung"),
    "person.search": _("Suchen: Name in der Trefferliste"),
    "person.list": _("Personenliste ansehen"),
    "person.create": _("Neue Person anlegen: als ähnlich gemeldet"),
    "person.merge": _("Doppelte Einträge vergleichen"),
    "case.read": _("Akte lesen"),
    "case.change": _("Angaben ändern"),
    "case.open": _("Akte anlegen"),
    "case.close": _("Akte beenden oder wieder öffnen"),
    "case.assign": _("Fallteam zuteilen, ohne Inhalt"),
    "case.break_glass": _("Vor dem Öffnen mit Grund: nur Name und Fallnummer"),
    "case.readers": _("Leseliste ansehen"),
    "household.read": _("Haushalt lesen"),
    "household.change": _("Haushalt ändern"),
    "contact.record": _("Kontakt eintragen"),
    "contact.read": _("Kontakt lesen"),
    "contact.change": _("Kontakt ändern"),
    "contact.undo": _("Kontakt zurücknehmen"),
    "follow_up.change": _("Wiedervorlage bearbeiten"),
    "file.read": _("Foto oder PDF ansehen"),
    "protected.open": _("Besonders Geschütztes lesen"),
    "list.import": _("Liste einlesen"),
    "post.log": _("Postbuch lesen"),
    "post.house": _("Postbuch des Hauses"),
    "letter.read": _("Brief lesen"),
    "letter.enter": _("Brief erfassen"),
    "letter.check": _("Frist gegenrechnen"),
    "proceeding.read": _("Verfahren lesen"),
    "proceeding.change": _("Verfahren ändern"),
    "deadline.read": _("Fristen lesen"),
    "deadline.change": _("Frist bearbeiten"),
    "deadline.without_content": _("Frist zuteilen, ohne Inhalt"),
    "deadline.emergency_list": _("Notfall-Liste der Fristen"),
    "entitlement.read": _("Rechte & Türen lesen"),
    "entitlement.answer": _("Angaben für die Rechte ergänzen"),
    "entitlement.print": _("Zeitband drucken"),
    "entitlement.sealed": _("Besonders Geschütztes zu den Rechten lesen"),
    "application.read": _("Antrag lesen"),
    "application.change": _("Antrag bearbeiten"),
    "arrival.change": _("Liste zum Ankommen abhaken"),
    "scheme.change": _("Wechsel der Leistung bearbeiten"),
    "impact.read": _("Liste: wer ist betroffen"),
    "impact.note": _("Wer ist betroffen: als gesehen notiert"),
    "report_note.decide": _("Text für den Sachbericht: ob ein Name darin steht"),
    "month.my_gaps": _("Was noch fehlt: Akte in Vertretung"),
    "job.see": _("Fertige Datei laden"),
    "log.see": _("Protokoll ansehen"),
}

DEEDS = {
    "created": _("angelegt"),
    "changed": _("geändert"),
    "deleted": _("gelöscht"),
    "renewed": _("neu verpackt"),
    "exported": _("als Datei geladen"),
    "signed_in": _("angemeldet"),
    "sign_in_failed": _("bei der Anmeldung abgewiesen"),
}

# Names of models, as far as the data protection officer meets them in the log.
THINGS: dict[str, Any] = {
    "access.district": _("Landkreis"),
    "access.organisation": _("Träger"),
    "access.organisationkey": _("Schlüssel"),
    "access.team": _("Team"),
    "access.user": _("Konto"),
    "access.membership": _("Rolle"),
    "access.invitation": _("Einladung"),
    "access.deputyship": _("Vertretung"),
    "cases.person": _("Person"),
    "cases.spelling": _("Schreibweise"),
    "cases.case": _("Akte"),
    "cases.caseaccess": _("Zugang zur Akte"),
    "cases.household": _("Haushalt"),
    "cases.householdmember": _("Zugehörigkeit zum Haushalt"),
    "cases.relativeabroad": _("Familie im Ausland"),
    "cases.residenceperiod": _("Aufenthalt"),
    "cases.benefitperiod": _("Leistung"),
    "cases.housingperiod": _("Wohnen"),
    "cases.contactway": _("Kontaktweg"),
    "cases.languageskill": _("Sprache"),
    "cases.nationality": _("Staatsangehörigkeit"),
    "cases.filenumber": _("Aktenzeichen"),
    "cases.facility": _("Haus"),
    "cases.merge": _("Zusammenführung"),
    "cases.importprofile": _("Spalten einer Liste"),
    "cases.importrun": _("eingelesene Liste"),
    "cases.importblock": _("Zeilen einer Liste"),
    "cases.importportion": _("Bericht zu Zeilen einer Liste"),
    "cases.office": _("Stelle"),
    "cases.possibledouble": _("mögliche Doppelte"),
    "cases.doublesearch": _("Suche nach Doppelten"),
    "cases.storedfile": _("Foto oder PDF"),
    "jobs.job": _("Arbeit im Hintergrund"),
    "jobs.jobfile": _("fertige Datei"),
    "counselling.topic": _("Thema"),
    "counselling.contact": _("Kontakt"),
    "counselling.participation": _("Teilnahme am Kontakt"),
    "counselling.followup": _("Wiedervorlage"),
    "counselling.groupoffer": _("Gruppenangebot"),
    "counselling.networkentry": _("Eintrag zum Netzwerk"),
    "counselling.reportnote": _("Text für den Sachbericht"),
    "staffing.post": _("Personalstelle"),
    "staffing.holding": _("Besetzung einer Personalstelle"),
    "staffing.announcement": _("angekündigte Zahl"),
    "reporting.closedmonth": _("abgeschlossener Monat"),
    "reporting.countingsecret": _("Schlüssel der Zählung"),
    "reporting.report": _("Bericht"),
    "reporting.reportorder": _("bestellter Bericht"),
    "protection.protectedentry": _("besonders Geschütztes"),
    "protection.protectedopening": _("Öffnung des Geschützten"),
    "procedures.housekeeper": _("Postbuch eines Hauses"),
    "procedures.postitem": _("Post"),
    "procedures.postfile": _("Foto zur Post"),
    "procedures.letter": _("Brief"),
    "procedures.crosscheck": _("Gegenrechnung"),
    "procedures.proceeding": _("Verfahren"),
    "procedures.proceedingstep": _("Station im Verfahren"),
    "procedures.preparationpoint": _("Vorbereitung auf die Anhörung"),
    "procedures.deadline": _("Frist"),
    "procedures.calendarfeed": _("Kalenderadresse"),
    "procedures.recheckorder": _("Auftrag zum Neurechnen"),
    "entitlements.answer": _("Antwort auf eine Frage zu den Rechten"),
    "entitlements.sealedanswer": _("besonders geschützte Antwort"),
    "entitlements.application": _("Antrag"),
    "entitlements.applicationpaper": _("Unterlage zum Antrag"),
    "entitlements.applicationstep": _("Schritt im Antrag"),
    "entitlements.checklistmark": _("Punkt beim Ankommen"),
    "entitlements.schemechange": _("Wechsel der Leistung"),
    "entitlements.seenchange": _("Rechtsänderung gesehen"),
}


# Pages with a closed box: who only opens the page has read nothing of what lies in it.
BOXES = frozenset({"protected.open", "entitlement.sealed"})


def purpose(action: str) -> str:
    return str(PURPOSES.get(action, action))


def look(what: str, action: str) -> str:
    """What somebody did who looked; the closed box on a page shows nothing of what lies in it."""
    return purpose("case.read" if what == "case" and action in BOXES else action)


def deed(action: str) -> str:
    return str(DEEDS.get(action, action))


def thing(model: str) -> str:
    return str(THINGS.get(model, model))
