"""What befalls the house, one thing after the other, while people work in it."""

import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from tests.chaos.machines import House

STEPS = (timedelta(hours=2), -timedelta(minutes=90), timedelta())
DELAY = 0.05


@dataclass(frozen=True)
class Pace:
    """Seconds of work before the first fault and after the last, between two, that a part is down, that the disk is full.
    With `at_once` nothing waits until a part that was killed serves again: the next may fall while it does not.
    """

    around: float
    between: tuple[float, float]
    down: tuple[float, float]
    full: float
    at_once: bool = False
    everything: bool = False


PACES = {
    "full": Pace(8, (2, 6), (0.5, 3), 6, everything=True),
    "short": Pace(2, (0.5, 1), (0.2, 0.5), 2),
    "quick": Pace(1.5, (0.3, 0.6), (0.2, 0.4), 1, at_once=True),
}


@dataclass
class Faults:
    """Every fault once a round, in an order of chance, each after a while of work; the fail-over at the very end."""

    house: House
    chance: random.Random
    pace: Pace
    counted: Counter[str] = field(default_factory=Counter)
    left_out: list[str] = field(default_factory=list)
    rising: list[threading.Thread] = field(default_factory=list)

    def happen(self, rounds: int) -> None:
        """Returns when everything serves again."""
        time.sleep(self.pace.around)
        for _round in range(rounds):
            faults = self._of_a_round()
            self.chance.shuffle(faults)
            for name, act in faults:
                self._after_a_while(name, act)
            for thread in self.rising:
                thread.join()
        self._after_a_while("fail-over to the replica", self.house.fail_over)
        time.sleep(self.pace.around)

    def _of_a_round(self) -> list[tuple[str, Callable[[], None]]]:
        faults = [(f"{name} killed", self._killing(name)) for name in self.house.victims]
        if self.house.disk.mounted:
            faults.append(("disk for uploads full", self._full_disk))
        else:
            self.left_out.append("full disk (no right to mount one)")
        if not self.pace.everything:
            return [fault for fault in faults if fault[0] != "postgres killed"]  # the fail-over kills it
        return [*faults, ("clock stepped", self._clock), ("network slow", self._slow_network)]

    def _after_a_while(self, name: str, act: Callable[[], None]) -> None:
        time.sleep(self.chance.uniform(*self.pace.between))
        print(time.strftime("%H:%M:%S"), name, file=sys.stderr, flush=True)
        act()
        self.counted[name] += 1

    def _killing(self, name: str) -> Callable[[], None]:
        def act() -> None:
            self.house.victims[name].kill()
            time.sleep(self.chance.uniform(*self.pace.down))
            self.house.victims[name].start()
            if not self.pace.at_once:
                self.house.victims[name].wait()
                return
            self.rising.append(threading.Thread(target=self.house.victims[name].wait))
            self.rising[-1].start()

        return act

    def _full_disk(self) -> None:
        self.house.disk.fill()
        time.sleep(self.pace.full)
        self.house.disk.clear()

    def _slow_network(self) -> None:
        for line in self.house.lines:
            line.delay = DELAY
        time.sleep(10)
        for line in self.house.lines:
            line.delay = 0.0

    def _clock(self) -> None:
        for step in STEPS:
            self.house.clock.set(step)
            time.sleep(5)
