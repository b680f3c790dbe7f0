"""Make the vendored front-end files anew from the npm registry (see vendor_frontend.toml).

    python tools/vendor_frontend.py            the versions of the list
    python tools/vendor_frontend.py --newest   the newest release of each major number; the list is updated

Needs node, npm and the Python packages of the project. Writes the files, their licences and `manifest.json`
(name, version, licence, and the SHA-256 and size of each file), which the tests compare with what is there.
"""

import argparse
import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from fontTools import subset
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "tools" / "vendor_frontend.toml"
DEFAULT_INTO = "frontend/static/vendor"
MIT = ROOT / "tools" / "licence-mit.txt"
FIGURES = "0123456789"


def npm(*arguments: str, cwd: Path) -> str:
    """Run npm and return what it printed."""
    command = ["npm", "--silent", *arguments]
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603


def fetched(name: str, version: str, work: Path) -> Path:
    """Fetch and unpack one released package; returns its folder."""
    archive = work / npm("pack", f"{name}@{version}", cwd=work).splitlines()[-1]
    folder = work / f"{archive.stem}-unpacked"
    with tarfile.open(archive) as tar:
        tar.extractall(folder, filter="data")
    return folder / "package"


def without_source_map(content: bytes) -> bytes:
    """Drop the comment that names a source map: the map is not shipped."""
    return re.sub(rb"\n?(?://[#@] sourceMappingURL=[^\n]*|/\*# sourceMappingURL=[^*]*\*/)\s*$", b"\n", content)


def trimmed_css(css: str, config: dict[str, Any], work: Path) -> bytes:
    """The style sheet cut to the classes of the list."""
    tools = [f"{name}@{version}" for name, version in config["tools"].items()]
    npm("install", "--no-save", "--prefix", str(work), *tools, cwd=work)
    script = shutil.copy(ROOT / "tools" / "trim_css.mjs", work)
    keep = [pattern.replace("{s}", "(?:-(?:sm|md|lg))?") for group in config["classes"].values() for pattern in group]
    given = json.dumps({"css": css, "keep": keep, "browsers": config["browsers"]})
    done = subprocess.run(["node", script], input=given.encode(), cwd=work, check=True, capture_output=True)  # noqa: S603, S607
    return done.stdout


def tabular_figures(font: Path) -> bytes:
    """The ten figures of a face, all on one width: columns need them, and Be Vietnam Pro has none."""
    face = TTFont(font, recalcTimestamp=False)
    options = subset.Options(layout_features=[], flavor="woff2", name_IDs=["*"], notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(text=FIGURES)
    cutter.subset(face)
    names, widths, outlines = face.getBestCmap(), face["hmtx"], face["glyf"]
    width = widths[names[ord("0")]][0]
    for figure in FIGURES:
        glyph = outlines[names[ord(figure)]]
        left = (width - (glyph.xMax - glyph.xMin)) // 2
        glyph.coordinates.translate((left - glyph.xMin, 0))
        glyph.recalcBounds(outlines)
        widths[names[ord(figure)]] = (width, left)
    for record in face["name"].names:
        if record.nameID in (1, 3, 4, 6, 16):
            record.string = (
                str(record).replace("Be Vietnam Pro", "Sangkien Figures").replace("BeVietnamPro", "SangkienFigures")
            )
    out = io.BytesIO()
    face.flavor = "woff2"
    face.save(out)
    return out.getvalue()


def face_rule(family: str, weight: str, file: str, letters: str) -> str:
    """One `@font-face` for a file of the family."""
    source = f"src:url({file}) format('woff2')"
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;{source};unicode-range:{letters}}}'
    )


def fallback_rule(family: str, weight: str, measure: dict[str, float]) -> str:
    """The face of the device that stands in, stretched so that lines stay where they are."""
    bold = " Bold" if int(weight) > 500 else ""
    metrics = f"ascent-override:{measure['ascent']}%;descent-override:{measure['descent']}%;line-gap-override:0%"
    source = f"src:local('Arial{bold}'),local('Liberation Sans{bold}');size-adjust:{measure['size']}%"
    return f'@font-face{{font-family:"{family} Fallback";font-weight:{weight};{source};{metrics}}}'


def faces_css(faces: dict[str, Any], ranges: dict[str, str]) -> bytes:
    """The `@font-face` rules of the family, of its tabular figures and of the fallback."""
    rules = []
    for weight, measure in faces["fallback"].items():
        for part in ("latin", "vietnamese"):
            rules.append(face_rule(faces["family"], weight, f"{part}-{weight}.woff2", ranges[part]))
        rules.append(face_rule(faces["figures"], weight, f"figures-{weight}.woff2", "U+0030-0039"))
        rules.append(fallback_rule(faces["family"], weight, measure))
    return ("\n".join(rules) + "\n").encode()


def sprite(folder: Path, names: list[str]) -> bytes:
    """One SVG with a symbol for each icon; pages show them with `<use href="…#name">`."""
    symbols = []
    for name in sorted(set(names)):
        drawing = (folder / f"{name}.svg").read_text()
        inside = re.sub(r"\s+", " ", re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.S)[1])  # type: ignore[index]
        shapes = (
            re.sub(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>', "", inside)
            .replace(" />", "/>")
            .replace("> <", "><")
        )
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{shapes.strip()}</symbol>\n')
    return ('<svg xmlns="http://www.w3.org/2000/svg">\n' + "".join(symbols) + "</svg>\n").encode()


def files_of(package: dict[str, Any], source: Path, config: dict[str, Any], work: Path) -> dict[str, bytes]:
    """What one package brings: file name to content."""
    files = {to: without_source_map((source / path).read_bytes()) for path, to in package.get("copy", {}).items()}
    if trim := package.get("trim"):
        files[trim["to"]] = trimmed_css((source / trim["from"]).read_text(), config, work)
    for weight, path in package.get("figures", {}).items():
        files[f"figures-{weight}.woff2"] = tabular_figures(source / path)
    if faces := package.get("faces"):
        files["faces.css"] = faces_css(faces, json.loads((source / "unicode.json").read_text()))
    if drawn := package.get("sprite"):
        files[drawn["to"]] = sprite(source / drawn["from"], " ".join(config["icons"].values()).split())
    if "LICENSE" not in files:
        holders = "\n".join(f"Copyright (c) {holder}" for holder in package["copyright"])
        files["LICENSE"] = MIT.read_text().replace("{holders}", holders).encode()
    return files


def lay_out(package: dict[str, Any], files: dict[str, bytes]) -> dict[str, Any]:
    """Replace the package's folder; returns its entry of the manifest."""
    into = ROOT / package.get("into", DEFAULT_INTO)
    for old in into.glob(f"{package['folder']}-[0-9]*"):
        shutil.rmtree(old)
    folder = into / f"{package['folder']}-{package['version']}"
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    listed = {n: {"sha256": hashlib.sha256(c).hexdigest(), "bytes": len(c)} for n, c in sorted(files.items())}
    return {
        "name": package["name"],
        "version": package["version"],
        "licence": package["licence"],
        "folder": str(folder.relative_to(ROOT)),
        "files": listed,
    }


def newest(config: dict[str, Any], work: Path) -> None:
    """Move each version of the list to the newest release of its major number."""
    text = LIST.read_text()
    for package in config["package"]:
        found = npm("view", f"{package['name']}@{package['version'].split('.')[0]}", "version", "--json", cwd=work)
        versions = json.loads(found)
        version = versions[-1] if isinstance(versions, list) else versions
        text = text.replace(
            f'name = "{package["name"]}"\nversion = "{package["version"]}"',
            f'name = "{package["name"]}"\nversion = "{version}"',
        )
        package["version"] = version
    LIST.write_text(text)


def main() -> None:
    """Fetch, cut and lay out everything, then write the manifest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--newest", action="store_true", help="move to the newest release of each major number first")
    arguments = parser.parse_args()
    config = tomllib.loads(LIST.read_text())
    entries = []
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        if arguments.newest:
            newest(config, work)
        for package in config["package"]:
            source = fetched(package["name"], package["version"], work)
            entries.append(lay_out(package, files_of(package, source, config, work)))
            sys.stdout.write(f"{package['name']} {package['version']}\n")
    (ROOT / DEFAULT_INTO / "manifest.json").write_text(json.dumps(entries, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
