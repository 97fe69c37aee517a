"""Why an order could not be carried out."""

import threading
from typing import Optional


class TrialFault(Exception):
    """Why an order could not be carried out: reason and detail of `FromTrial.Failed`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Faults:
    """The first thing that makes a cell impossible to go on with, and whether it was cancelled."""

    def __init__(self) -> None:
        self._fault: Optional[TrialFault] = None
        self.woken = threading.Event()

    def raise_(self, fault: TrialFault) -> None:
        if self._fault is None:
            self._fault = fault
        self.woken.set()

    def check(self) -> None:
        if self._fault is not None:
            raise self._fault
