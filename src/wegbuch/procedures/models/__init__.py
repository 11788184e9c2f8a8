"""Post, proceedings and deadlines."""

from .checks import CrossCheck, CrossCheckWay
from .deadlines import Confirmation, Deadline, DeadlineState, Proof
from .letters import Instruction, Letter
from .post import HouseKeeper, PostFile, PostFileKind, PostItem
from .proceedings import PreparationPoint, Proceeding, ProceedingStep
from .rechecks import RecheckOrder
from .reminders import CalendarFeed, Heartbeat, Reminder

__all__ = [
    "CalendarFeed",
    "Confirmation",
    "CrossCheck",
    "CrossCheckWay",
    "Deadline",
    "DeadlineState",
    "Heartbeat",
    "HouseKeeper",
    "Instruction",
    "Letter",
    "PostFile",
    "PostFileKind",
    "PostItem",
    "PreparationPoint",
    "Proceeding",
    "ProceedingStep",
    "Proof",
    "RecheckOrder",
    "Reminder",
]
