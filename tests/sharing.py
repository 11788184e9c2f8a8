"""How the workers share the tests: what lies in one file goes to one of them, and what takes long goes first.

The marker `xdist_group` cannot say it: pytest-xdist 3.8 writes the group into a name that pytest 9.2 no longer reads,
so that every test is sent alone and a set-up of a whole file is made in every worker.
"""

from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

# Every test of it takes as long as other files: each goes alone, so that all workers share them.
APART = "tests/system/test_every_page.py"
# By how long they take; at the end they would leave the other worker idle.
LONG = (
    APART,
    "tests/security/test_matrix.py",
    "tests/bench/",
    "tests/operations/",
    "tests/system/",
    "tests/cases/test_import_",
    "tests/security/",
    "tests/demo/",
)


class ByFile(LoadScopeScheduling):
    """One file after the other, the long ones first, then by their number of tests."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return nodeid if file == APART else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=rank), last=False)
        super()._assign_work_unit(node)


def rank(scope: str) -> int:
    """The place among what takes long, else the last."""
    return next((place for place, beginning in enumerate(LONG) if scope.startswith(beginning)), len(LONG))
