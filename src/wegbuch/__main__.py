"""The program's own commands, called by ./wegbuch once the environment stands."""

import os
import sys

# Where a command does not run in the daily place, the mode it runs in instead.
MODES = {"demo": "demo", "serve": "serve"}
DEMO_DAY = "2026-11-26"

IN_GERMAN = {
    "Error: the following arguments are required:": "Diese Angaben fehlen:",
    "Error: unrecognized arguments:": "Diese Angaben gibt es nicht:",
}


def main(arguments: list[str]) -> int:
    """Exit status of one command: 0 done, 1 refused or found wrong, 130 broken off."""
    name, *rest = arguments or ["help"]
    os.umask(0o077)  # whatever we write is ours alone
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wegbuch.config.settings")
    os.environ.setdefault("WEGBUCH_MODE", MODES.get(name, "manage"))
    if name == "demo":
        os.environ.setdefault("WEGBUCH_TODAY", DEMO_DAY)
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, execute_from_command_line

    try:
        if name == "manage":
            execute_from_command_line(["wegbuch", *rest])
        else:
            _run(name.replace("-", "_"), rest)
    except (CommandError, ImproperlyConfigured) as problem:
        sys.stderr.write(_sentence(str(problem)) + "\n")
        return getattr(problem, "returncode", 1)
    except KeyboardInterrupt:
        sys.stderr.write("\nAbgebrochen.\n")
        return 130
    return 0


def _sentence(problem: str) -> str:
    for start, german in IN_GERMAN.items():
        problem = problem.replace(start, german)
    return problem


def _run(name: str, arguments: list[str]) -> None:
    import django
    from django.core.management import call_command

    django.setup()
    call_command(name, *arguments, skip_checks=name not in MODES)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
