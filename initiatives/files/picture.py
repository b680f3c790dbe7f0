"""A picture written anew from its pixels: where it was taken, by which telephone and whatever else lay in it is gone.

Runs as a program of its own (`python -m initiatives.files.picture KIND < file`), which `redrawn` starts.
"""

import io
import subprocess
import sys
from contextlib import suppress
from typing import IO, Any

from PIL import Image, ImageCms, ImageOps

from initiatives.files.apart import limit, run_apart

QUALITY = 92
FORMS = {"image/png": "PNG", "image/jpeg": "JPEG"}
GREY_OR_COLOUR = ("L", "RGB")  # what a JPEG of ours may be


def redrawn(stream: IO[bytes], kind: str) -> bytes:
    """The picture without anything but its pixels, upright. Raises ValueError for one that cannot be drawn."""
    stream.seek(0)
    try:
        done = run_apart("initiatives.files.picture", [FORMS[kind]], stream.read())
    except subprocess.TimeoutExpired:
        raise ValueError("the picture took too long") from None
    if done.returncode or not done.stdout:
        raise ValueError(done.stderr[-300:].decode(errors="replace"))
    return done.stdout


def write_anew(source: IO[bytes], form: str, out: IO[bytes]) -> None:
    """One picture, of the same form."""
    with Image.open(source, formats=[form]) as read:
        read.load()
        kept: dict[str | tuple[int, int], Any] = {k: v for k, v in read.info.items() if k == "transparency"}
        image = _in_common_colours(ImageOps.exif_transpose(read))
    image.info = kept
    if form == "JPEG":
        image = image if image.mode in GREY_OR_COLOUR else image.convert("RGB")
        image.save(out, "JPEG", quality=QUALITY, optimize=True)
    else:
        image.save(out, "PNG")


def _in_common_colours(image: Image.Image) -> Image.Image:
    """Telephones describe their colours in a profile; it goes, and the colours stay."""
    profile = image.info.get("icc_profile")
    if profile and image.mode in {"RGB", "RGBA"}:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            described = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, described, ImageCms.createProfile("sRGB")) or image
    return image


def main(form: str) -> int:
    """From standard input to standard output, within the limits."""
    limit()
    out = io.BytesIO()
    try:
        write_anew(io.BytesIO(sys.stdin.buffer.read()), form, out)
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
