"""The only table of rights: what may be done, and in which role.

Which rows are meant is a second question, answered by the rows themselves (`visible_to`).
"""

from .roles import Role

EVERYBODY = frozenset(Role)
CASEWORK = frozenset({Role.WORKER})

POLICY: dict[str, frozenset[Role]] = {
    # own account
    "start.see": EVERYBODY,
    "account.see": EVERYBODY,
    "account.change": EVERYBODY,
    "draft.keep": EVERYBODY,
    "shield.switch": EVERYBODY,
    # people
    "today.see": CASEWORK,
    "person.list": CASEWORK,
    "person.search": CASEWORK,
    "person.create": CASEWORK,
    "person.merge": CASEWORK,
    "double.see": CASEWORK,
    "double.decide": CASEWORK,
    "double.count": frozenset({Role.LEAD}),
    "double.find": frozenset({Role.WORKER, Role.LEAD}),
    "case.read": CASEWORK,
    "case.change": CASEWORK,
    "case.open": CASEWORK,
    "case.close": CASEWORK,
    "case.assign": frozenset({Role.LEAD}),
    "case.break_glass": CASEWORK,
    "case.readers": CASEWORK,
    "case.without_content": frozenset({Role.LEAD}),
    "glass.see": frozenset({Role.LEAD, Role.DATA_PROTECTION}),
    "glass.review": frozenset({Role.DATA_PROTECTION}),
    "household.read": CASEWORK,
    "household.change": CASEWORK,
    "file.read": CASEWORK,
    "protected.open": CASEWORK,
    "list.import": frozenset({Role.WORKER, Role.LEAD}),
    # counselling
    "contact.record": CASEWORK,
    "contact.read": CASEWORK,
    "contact.change": CASEWORK,
    "contact.undo": CASEWORK,
    "follow_up.change": CASEWORK,
    "deputy.name": frozenset({Role.WORKER, Role.LEAD}),
    "topic.change": frozenset({Role.LEAD}),
    "work.record": CASEWORK,
    "work.change": CASEWORK,
    "work.see": frozenset({Role.WORKER, Role.LEAD}),
    "report_note.write": CASEWORK,
    "report_note.see": frozenset({Role.WORKER, Role.LEAD}),
    "report_note.decide": frozenset({Role.LEAD}),
    # post, proceedings, deadlines
    "post.log": CASEWORK,
    "post.house": frozenset({Role.HOUSE_MANAGEMENT}),
    "post.keepers": frozenset({Role.LEAD}),
    "letter.read": CASEWORK,
    "letter.enter": CASEWORK,
    "letter.check": CASEWORK,
    "proceeding.read": CASEWORK,
    "proceeding.change": CASEWORK,
    "deadline.read": CASEWORK,
    "deadline.change": CASEWORK,
    "deadline.take_all": CASEWORK,
    "deadline.without_content": frozenset({Role.LEAD}),
    "deadline.emergency_list": CASEWORK,
    "calendar.feed": CASEWORK,
    # what is open to a person: facts, doors, applications, changes of the law
    "entitlement.read": CASEWORK,
    "entitlement.answer": CASEWORK,
    "entitlement.print": CASEWORK,
    "entitlement.sealed": CASEWORK,
    "application.read": CASEWORK,
    "application.change": CASEWORK,
    "arrival.change": CASEWORK,
    "scheme.change": CASEWORK,
    "impact.read": CASEWORK,
    "impact.note": CASEWORK,
    "office.read": frozenset({Role.WORKER, Role.LEAD}),
    "office.change": frozenset({Role.WORKER, Role.LEAD}),
    # lead
    "team.load": frozenset({Role.LEAD}),
    "staff.see": frozenset({Role.LEAD}),
    "staff.invite": frozenset({Role.LEAD}),
    "staff.end": frozenset({Role.LEAD}),
    # posts and the staffing key
    "staffing.see": frozenset({Role.LEAD}),
    "staffing.change": frozenset({Role.LEAD}),
    "staffing.load": frozenset({Role.LEAD}),
    "staffing.plan": frozenset({Role.LEAD, Role.COORDINATION}),
    "staffing.announce": frozenset({Role.LEAD, Role.COORDINATION}),
    "staffing.district": frozenset({Role.COORDINATION}),
    # counts
    "count.see": frozenset({Role.WORKER, Role.LEAD}),
    "count.own": CASEWORK,
    "count.organisation": frozenset({Role.LEAD}),
    "count.district": frozenset({Role.COORDINATION}),
    "month.see": frozenset({Role.LEAD}),
    "month.close": frozenset({Role.LEAD}),
    "month.my_gaps": CASEWORK,
    "settlement.start": frozenset({Role.SETTLEMENT}),
    "report.settlement": frozenset({Role.LEAD, Role.SETTLEMENT, Role.COORDINATION}),
    "report.heads": frozenset({Role.LEAD}),
    "report.proof": frozenset({Role.LEAD}),
    "report.see": frozenset({Role.LEAD, Role.COORDINATION}),
    "report.organisation": frozenset({Role.LEAD}),
    "report.district": frozenset({Role.COORDINATION}),
    # protection of data
    "log.see": frozenset({Role.DATA_PROTECTION}),
    # long work
    "job.see": frozenset({Role.WORKER, Role.LEAD}),
    "job.change": frozenset({Role.WORKER, Role.LEAD}),
    # operation
    "organisation.create": frozenset({Role.ADMINISTRATION}),
    "operation.see": frozenset({Role.ADMINISTRATION}),
}


def allows(action: str, roles: frozenset[Role]) -> bool:
    """Whether one of these roles may do this.

    raises  KeyError for an action that is not in the table
    """
    return bool(POLICY[action] & roles)
