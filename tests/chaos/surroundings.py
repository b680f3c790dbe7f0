"""What surrounds the programs and can fail without anybody being killed: the disk for uploads, and the clock."""

import contextlib
import os
import subprocess
from datetime import timedelta
from pathlib import Path

SIZE = 96 * 1024 * 1024


class Disk:
    """A small disk of its own for uploads. It needs the right to mount: `mounted` says whether there is one."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.filler = folder, folder / "filler"
        folder.mkdir(parents=True, exist_ok=True)
        command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", str(folder)]
        self.mounted = os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0

    def fill(self) -> None:
        """Leave no room at all."""
        with contextlib.suppress(OSError), self.filler.open("wb", buffering=0) as out:
            while out.write(b"x" * 65_536):
                pass

    def clear(self) -> None:
        """Make room again."""
        self.filler.unlink(missing_ok=True)

    def end(self) -> None:
        """Give the disk back."""
        if self.mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=False)


class Clock:
    """The clock of our programs, set while they run (`tests/chaos/clock`)."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set(timedelta())

    @property
    def environment(self) -> dict[str, str]:
        """What makes a program read this clock."""
        return {"PYTHONPATH": str(Path(__file__).parent / "clock"), "CLOCK": str(self.file)}

    def set(self, step: timedelta) -> None:
        """As far from the true time."""
        aside = self.file.with_suffix(".new")
        aside.write_text(str(step.total_seconds()))
        aside.replace(self.file)
