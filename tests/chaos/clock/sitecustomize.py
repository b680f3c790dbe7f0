"""Python imports this when it starts, where the folder is on PYTHONPATH: the clock of the process is then as far from the
true time as the file CLOCK says, in seconds, and steps while the process runs. What measures durations goes on.
"""

import os
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path


def _follow(file: Path) -> None:
    import time_machine

    journey, said = None, 0.0
    while True:
        told = float(file.read_text() or 0)
        if told != said:
            if journey:
                journey.stop()
            journey, said = None, told
            if told:
                journey = time_machine.travel(datetime.now(UTC) + timedelta(seconds=told), tick=True)
                journey.start()
        time.sleep(0.5)


threading.Thread(target=_follow, args=(Path(os.environ["CLOCK"]),), daemon=True).start()
