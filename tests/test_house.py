"""The order of the house: lengths, habits, and what may never stand in the code."""

import ast
import re
from pathlib import Path

import pytest

SOURCES = sorted(path for path in Path("src").rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(Path("src").rglob("templates/**/*.html"))
STYLES = sorted(path for path in Path("src/wegbuch").rglob("*.css") if "vendor" not in path.parts)
SCRIPTS = sorted(path for path in Path("src/wegbuch").rglob("*.js") if "vendor" not in path.parts)
TESTS = sorted(Path("tests").rglob("*.py"))
# Longer than the budget for a reason; the reason stands here.
LONGER: dict[str, str] = {}


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


@pytest.mark.parametrize(
    ("paths", "most"),
    [(SOURCES, 300), (TEMPLATES, 150), (STYLES, 300), (TESTS, 400)],
    ids=["source", "templates", "styles", "tests"],
)
def test_files_stay_short(paths, most):
    assert [str(path) for path in paths if lines_of(path) > most and str(path) not in LONGER] == []


def test_functions_stay_short():
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and length_of(node) > 30:
                found.append(f"{path}:{node.lineno} {node.name} {length_of(node)}")
    assert found == []


def length_of(function: ast.FunctionDef) -> int:
    """Lines of a function behind its signature and docstring."""
    code = function.body[1:] if ast.get_docstring(function) else function.body
    return code[-1].end_lineno - code[0].lineno + 1 if code else 0


def test_only_the_clock_knows_what_time_it_is():
    wrong = re.compile(r"\b(date\.today|datetime\.(now|utcnow|today)|timezone\.now|time\.time)\(")
    found = [str(path) for path in SOURCES if path.name != "clock.py" and wrong.search(path.read_text())]
    assert found == []


def test_views_never_look_up_rows_themselves():
    wrong = re.compile(r"objects\.get\(|get_object_or_404")
    views = [path for path in SOURCES if "views" in path.parts or path.name == "views.py"]
    assert [str(path) for path in views if wrong.search(path.read_text())] == []


def test_nothing_in_the_program_opens_a_connection_outward():
    wrong = {"requests", "httpx", "urllib.request", "http.client", "smtplib", "ftplib", "socket", "aiohttp", "urllib3"}
    found = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [f"{path}: {name}" for name in names if name in wrong]
    assert [line for line in found if "commands/" not in line] == []


def test_pages_load_nothing_from_elsewhere_and_carry_no_inline_code():
    wrong = re.compile(
        r"(https?:)?//[a-z]|\sstyle=|\son[a-z]+=|<style|<script(?![^>]*\ssrc=)|javascript:|hx-on|\|safe\b"
    )
    assert [str(path) for path in TEMPLATES if wrong.search(path.read_text())] == []


def test_styles_know_only_start_and_end():
    wrong = re.compile(
        r"(?<![-\w])((margin|padding|border)-)?(left|right)\s*:|(text-align|float|clear):\s*(left|right)"
    )
    found = []
    for path in STYLES:
        for number, line in enumerate(path.read_text().splitlines(), start=1):
            if wrong.search(re.sub(r"/\*.*?\*/", "", line)):
                found.append(f"{path}:{number}")
    assert found == []


def test_every_template_is_used():
    text = "\n".join(path.read_text() for path in [*SOURCES, *TEMPLATES])
    by_others = {"account/login.html", "account/password_change.html", "account/account_inactive.html"}
    by_status = {f"{status}.html" for status in (400, 403, 404, 405, 413, 415, 429, 500)}
    unused = []
    for path in TEMPLATES:
        name = str(path).partition("templates/")[2]
        if name not in text and name not in by_others | by_status:
            unused.append(name)
    assert unused == []


def test_every_source_file_says_what_it_is():
    silent = [
        str(path)
        for path in SOURCES
        if path.name not in {"apps.py"}
        and path.read_text().strip()
        and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
    assert silent == []


def test_no_figure_of_time_decides_a_test():
    wrong = re.compile(r"time\.sleep\(|wait_for_timeout\(")
    assert [str(path) for path in TESTS if path.name != "test_house.py" and wrong.search(path.read_text())] == []
