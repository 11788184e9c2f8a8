"""A small report with every kind of number: people, hours, posts, a number that is not shown, words that look live."""

from datetime import date

from wegbuch.reporting.catalogue import book
from wegbuch.reporting.catalogue.book import Report, Section, Table
from wegbuch.reporting.counting.tables import ALL, Counted, Line
from wegbuch.reporting.periods import from_months
from wegbuch.reporting.services.reports import Built, Figure, Part

LIVE = '=HYPERLINK("http://evil.example";"1")'


def small_report() -> Built:
    """Two sections: one with figures, a chart and a task; one with posts and two dimensions."""
    known, measures = book().dimensions, book().measures
    contacts, minutes, supported = (measures[name] for name in ("contacts", "minutes", "supported"))
    topics = Table("t1_topic", known["topic"], (contacts, minutes), has_chart=True)
    people = Table("sex", known["age"], (supported,), columns=known["sex"])
    posts = Table("posts", known["post_form"], (measures["posts"],))
    first = Section("Schutz, Asylverfahren, Aufenthalt", (supported, minutes), (topics,), task="1")
    second = Section("+Personal/Leute", (), (people, posts))
    report = Report("small", "Sachbericht für Prüfer", "month", ("organisation",), "Klein.", (first, second))
    return Built(
        report=report,
        period=from_months(date(2026, 10, 1), date(2026, 10, 1)),
        whose="@Brücke e. V.",
        parts=(Part(first, _figures(supported, minutes), (_topics(first, topics),)), _people(second, people, posts)),
        open_months=(date(2026, 10, 1),),
        counted_until=date(2026, 10, 31),
    )


def _figures(supported, minutes) -> tuple[Figure, ...]:
    return (Figure(supported, 1234), Figure(minutes, 1710))


def _topics(section: Section, table: Table) -> Counted:
    lines = (Line(LIVE, LIVE, (40, 1000)), Line("-Anwalt", "-Anwalt", (20, 707)), Line("unknown", "ohne", (None, None)))
    heads = tuple((measure.id, measure.title) for measure in table.measures)
    return Counted(section, table, heads, lines, (63, 1710))


def _people(section: Section, people: Table, posts: Table) -> Part:
    heads = (("f", "weiblich"), ("m", "männlich"), (ALL, "zusammen"))
    lines = (Line("0", "0 bis 5 Jahre", (7, None, 18)), Line("6", "6 bis 17 Jahre", (8, 9, 17)))
    crossed = Counted(section, people, heads, lines, (15, None, 35))
    (measure,) = posts.measures
    filled = Counted(section, posts, ((measure.id, measure.title),), (Line("msa", "MSA", (1120,)),), (1120,))
    return Part(section, (), (crossed, filled))


def numbers(built: Built) -> list:
    """Every number with its measure, in the order of the page."""
    found = []
    for part in built.parts:
        found += [(figure.measure, figure.number) for figure in part.figures]
        for counted in part.tables:
            for line in [*(line.numbers for line in counted.lines), counted.totals]:
                found += list(zip(counted.measures, line, strict=True))
    return found
