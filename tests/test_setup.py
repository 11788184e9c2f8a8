"""The one entry and the lists it installs from."""

import ast
import json
import re
import runpy
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from setup import checks, cluster, frontend, packages
from setup.messages import CommandFailed, SetupError
from setup.place import Place
from setup.stamp import Stamp

RIGHTS = "SELECT rolsuper, rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = current_user"
ROOT = Path(__file__).resolve().parents[1]
LAUNCHER = ROOT / "wegbuch"
REQUIREMENTS = ROOT / "requirements"
LOCK_FILES = [*sorted(REQUIREMENTS.glob("*.txt")), ROOT / "package-lock.json"]


def direct_packages(list_name: str) -> list[str]:
    """Names in requirements/<list_name>.in, without versions and extras."""
    lines = (REQUIREMENTS / f"{list_name}.in").read_text(encoding="utf-8").splitlines()
    return [re.split(r"[~<>=\[; ]", line)[0] for line in lines if line and not line.startswith(("-", "#"))]


def browser_packages() -> list[str]:
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    return [*package["dependencies"], *package["devDependencies"]]


def launch(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(LAUNCHER), *words], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("path", LOCK_FILES, ids=lambda path: path.name)
def test_lock_file_names_no_package_source(path):
    text = path.read_text(encoding="utf-8")
    found = re.findall(r'--extra-index-url|--index-url|--find-links|file:|"resolved"|@ https?:', text)
    assert found == []


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_python_lock_file_holds_no_address(path):
    assert "://" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(REQUIREMENTS.glob("*.txt")), ids=lambda path: path.name)
def test_every_locked_package_has_a_hash(path):
    entries = re.split(r"\n(?=\S)", path.read_text(encoding="utf-8").strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_every_browser_package_has_a_checksum():
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert [name for name, entry in packages.items() if name and "integrity" not in entry] == []


@pytest.mark.parametrize("name", ["run", "test", "uv", "node"])
def test_lock_file_covers_every_direct_package(name):
    locked = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").lower()
    assert [
        package for package in direct_packages(name) if not re.search(rf"(?m)^{package.lower()}(\[|==)", locked)
    ] == []


def test_package_lock_matches_package_json():
    wanted = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"][""]
    kinds = ("dependencies", "devDependencies")
    assert {kind: locked[kind] for kind in kinds} == {kind: wanted[kind] for kind in kinds}


def test_at_most_nineteen_direct_packages_at_run_time():
    assert len(direct_packages("run")) <= 19


def test_every_direct_package_has_its_reason():
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    packages = [
        *(name for listing in ("run", "test", "uv", "node") for name in direct_packages(listing)),
        *browser_packages(),
    ]
    assert [name for name in packages if f"\n| {name} | " not in reasons] == []


def test_help_names_every_command():
    groups = runpy.run_path(str(LAUNCHER))["COMMANDS"]
    answer = launch("help")
    assert [name for group in groups.values() for name in group if f"\n  {name} " not in answer.stdout] == []


def test_unknown_command_points_to_help():
    answer = launch("abflug")
    assert (answer.returncode, answer.stderr) == (
        2,
        "Den Befehl „abflug“ gibt es nicht. ./wegbuch help nennt alle Befehle.\n",
    )


def test_old_python_is_refused_with_a_sentence():
    pretend = (
        f"import runpy, sys; sys.version_info = (3, 10, 13); runpy.run_path({str(LAUNCHER)!r}, run_name='__main__')"
    )
    answer = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert answer.stderr.startswith("Wegbuch braucht Python 3.11 oder neuer. Hier läuft Python 3.10.\n")


def test_old_python_can_read_the_launcher_far_enough_to_refuse():
    ast.parse(LAUNCHER.read_text(encoding="utf-8"), feature_version=(3, 7))


def test_launcher_can_be_executed():
    assert LAUNCHER.stat().st_mode & 0o111
    assert (ROOT / ".ci" / "run").stat().st_mode & 0o111


def test_set_up_needs_nothing_but_python():
    imported = set()
    for path in [LAUNCHER, *sorted((ROOT / "setup").glob("*.py"))]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").split(".")[0])
    assert imported - sys.stdlib_module_names == {"setup"}


@pytest.fixture
def place(tmp_path):
    """A checkout with lock files and an empty environment, in a folder whose name asks for trouble."""
    root = tmp_path / "Weg buch Übung"
    for name in ("uv", "run", "test"):
        lock_file = root / "requirements" / f"{name}.txt"
        lock_file.parent.mkdir(parents=True, exist_ok=True)
        lock_file.write_text(f"{name}==1\n", encoding="utf-8")
    (root / ".venv").mkdir()
    return Place(root)


def test_finished_stage_is_not_done_again(place):
    Stamp(place, "packages").write("run")
    assert Stamp(place, "packages").covers("run")


def test_packages_for_the_checks_cover_daily_use(place):
    Stamp(place, "packages").write("test")
    assert Stamp(place, "packages").covers("run")


def test_packages_for_daily_use_do_not_cover_the_checks(place):
    Stamp(place, "packages").write("run")
    assert not Stamp(place, "packages").covers("test")


def test_changed_lock_file_asks_for_a_new_installation(place):
    Stamp(place, "packages").write("run")
    place.requirements("run").write_text("run==2\n", encoding="utf-8")
    assert not Stamp(place, "packages").covers("run")


def test_moved_environment_is_not_trusted(place, tmp_path):
    Stamp(place, "packages").write("run")
    moved = place.root.rename(tmp_path / "umgezogen")
    assert Stamp(Place(moved), "packages").level() == ""


def test_half_written_stamp_is_not_trusted(place):
    Stamp(place, "packages").path.write_text('{"level": "ru', encoding="utf-8")
    assert Stamp(place, "packages").level() == ""


def test_an_environment_that_belongs_elsewhere_is_not_emptied(place, tmp_path, monkeypatch):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (theirs / "kept").write_text("")
    place.venv.rmdir()
    place.venv.symlink_to(theirs)
    monkeypatch.setattr(packages, "_run", lambda *_: "")
    packages.make_environment(place)
    assert (theirs / "kept").exists()
    assert not place.venv.is_symlink()


def test_full_disk_is_told_with_what_to_do():
    failure = CommandFailed("error: No space left on device (os error 28)")
    assert str(failure).endswith("Bitte schaffen Sie 1 GB Platz und starten Sie neu.")


def test_full_disk_is_not_tried_again_with_pip():
    assert CommandFailed("error: No space left on device (os error 28)").is_hopeless


def test_uv_asks_the_package_source_that_was_set_for_pip(place, monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setattr(packages, "_run", lambda *_: "global.index-url='https://pakete.example.org/simple'\n")
    assert packages._index_for_uv(place) == {"UV_DEFAULT_INDEX": "https://pakete.example.org/simple"}


def test_uv_is_left_alone_where_pip_has_no_source_set(place, monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.setattr(packages, "_run", lambda *_: "global.timeout='60'\n")
    assert packages._index_for_uv(place) == {}


def test_every_font_that_the_stylesheet_names_is_there(tmp_path):
    for script in frontend.SCRIPTS:
        folder = tmp_path / "source" / f"noto-sans-{script}" / "files"
        folder.mkdir(parents=True)
        for weight in frontend.WEIGHTS:
            (folder / f"noto-sans-{script}-{script}-{weight}-normal.woff2").touch()
    target = tmp_path / "vendor"
    target.mkdir()
    frontend._copy_noto(tmp_path / "source", target)
    named = re.findall(r"url\('(.+?)'\)", (target / "noto.css").read_text(encoding="utf-8"))
    assert sorted(named) == sorted(path.relative_to(target).as_posix() for path in target.glob("noto/*"))


def test_first_failed_check_stops_the_rest(place, monkeypatch, capsys):
    started = []
    monkeypatch.setattr(checks.debian, "ensure", lambda **_: None)
    monkeypatch.setattr(checks.environment, "prepare", lambda *_, **__: None)
    monkeypatch.setattr(checks, "_python", lambda _, command, **__: started.append(command) or len(started) // 2)
    assert checks.run(place, []) == 1
    assert len(started) == 2
    assert capsys.readouterr().out.splitlines()[-1].startswith("Nicht bestanden: Form des Quelltexts")


@pytest.fixture
def started(monkeypatch):
    """What the checks start, each with the database it is given; nothing of it runs."""
    found = []

    @contextmanager
    def running():
        yield SimpleNamespace(url="postgresql://server/wegbuch")

    monkeypatch.setattr(checks.debian, "ensure", lambda: None)
    monkeypatch.setattr(checks.environment, "prepare", lambda *_, **__: None)
    monkeypatch.setattr(checks.cluster, "running", running)
    monkeypatch.setattr(
        checks, "_python", lambda _, command, **more: found.append((command, more.get("WEGBUCH_DATABASE", ""))) or 0
    )
    return found


def test_with_arguments_only_pytest_runs(place, started):
    checks.run(place, ["-k", "Frist"])
    assert started == [(("-m", "pytest", "-k", "Frist"), "")]


def test_the_tests_run_on_both_databases_and_the_journeys_on_one(place, started):
    checks.run(place, [])
    assert started[-2:] == [
        (("-m", "pytest", *checks.WORKERS), ""),
        (("-m", "pytest", *checks.WORKERS, "--ignore=tests/system"), "postgresql://server/wegbuch"),
    ]


@pytest.mark.parametrize(("switch", "url"), [("--sqlite", ""), ("--postgresql", "postgresql://server/wegbuch")])
def test_one_database_alone_on_demand(place, started, switch, url):
    checks.run(place, [switch])
    assert [database for _, database in started] == [url]


def test_what_the_checks_start_is_compiled_once(place, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setattr(Place, "python", sys.executable)
    assert checks._python(place, ("-c", "import sys; sys.exit(sys.dont_write_bytecode)")) == 0


def test_tests_that_fail_on_one_database_stop_the_rest(place, started, monkeypatch):
    monkeypatch.setattr(checks, "CHECKS", {})
    monkeypatch.setattr(checks, "_python", lambda *_, **__: started.append(1) or 1)
    assert (checks.run(place, []), started) == (1, [1])


def test_the_caller_s_database_is_left_alone(place, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://daily/work")
    met = {}
    monkeypatch.setattr(
        checks.subprocess, "run", lambda *_, env, **__: met.update(env) or subprocess.CompletedProcess([], 0)
    )
    checks._python(place, ["-c", ""])
    assert (met["DATABASE_URL"], met["WEGBUCH_DATABASE"]) == ("", "")


def test_a_server_of_one_s_own_is_gone_afterwards():
    with cluster.running() as server:
        subprocess.run([server.programs / "psql", "-X", "-d", server.url, "-c", "CREATE TABLE a ()"], check=True)
    assert not server.folder.exists()


def test_a_server_that_does_not_start_leaves_nothing_behind(monkeypatch, tmp_path):
    monkeypatch.setattr(cluster, "PARENT", str(tmp_path))
    tmp_path.chmod(0o755)
    monkeypatch.setattr(cluster, "NEW", ("--encoding=NONE",))
    with pytest.raises(SetupError, match="PostgreSQL für die Prüfung ist gescheitert: initdb"), cluster.running():
        pass
    assert list(tmp_path.iterdir()) == []


def test_walls_between_rows_bind_the_role_of_the_tests():
    with cluster.running() as server:
        rights = subprocess.check_output(
            [server.programs / "psql", "-X", "-At", "-d", server.url, "-c", RIGHTS], text=True
        )
    assert rights.split() == ["f|f|t"]
