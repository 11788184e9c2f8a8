"""Where the parts of an installation lie."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """One checkout of Wegbuch; everything that set-up makes lies inside it."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def node_wheel(self) -> Path:
        return self.root / ".node"

    @property
    def node_modules(self) -> Path:
        return self.root / "node_modules"

    @property
    def vendor(self) -> Path:
        return self.root / "src" / "wegbuch" / "core" / "static" / "vendor"

    def requirements(self, name: str) -> Path:
        return self.root / "requirements" / f"{name}.txt"

    def command_environment(self) -> dict[str, str]:
        """The caller's environment in which `import wegbuch` and `import setup` find this checkout and no other."""
        return os.environ | {"PYTHONPATH": f"{self.root / 'src'}{os.pathsep}{self.root}"}

    def tool_environment(self) -> dict[str, str]:
        """The caller's environment for uv, pip and npm; caches stay in the checkout where there is no home."""
        environment = dict(os.environ)
        environment.pop("PYTHONPATH", None)
        if not os.access(os.path.expanduser("~"), os.W_OK):
            caches = self.root / ".cache"
            environment.setdefault("UV_CACHE_DIR", str(caches / "uv"))
            environment.setdefault("PIP_CACHE_DIR", str(caches / "pip"))
            environment.setdefault("npm_config_cache", str(caches / "npm"))
        return environment
