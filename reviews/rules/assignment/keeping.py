"""A problem as bytes and back, so that a stored run can be solved again when the world has moved on."""

import json
from io import BytesIO

import numpy as np

from reviews.rules.assignment.problem import Group, Problem

GRIDS = ("needs", "caps", "floors", "points", "barred", "pinned")


def to_bytes(problem: Problem) -> bytes:
    """The whole problem, compressed. Equal problems need not give equal bytes: `Problem.digest` tells them apart."""
    told = problem.sorted()
    head = {
        "dossiers": told.dossiers, "members": told.members,
        "groups": [[group.name, group.least] for group in told.groups],
    }  # fmt: skip
    grids = {name: getattr(told, name) for name in GRIDS}
    grids |= {f"group_{number}": group.of for number, group in enumerate(told.groups)}
    written = BytesIO()
    np.savez_compressed(written, head=np.frombuffer(json.dumps(head).encode(), np.uint8), **grids)
    return written.getvalue()


def from_bytes(data: bytes) -> Problem:
    """The problem again. Raises ValueError where the bytes are not one."""
    with np.load(BytesIO(data), allow_pickle=False) as kept:
        head = json.loads(kept["head"].tobytes())
        groups = (Group(name, least, kept[f"group_{number}"]) for number, (name, least) in enumerate(head["groups"]))
        grids = {name: kept[name] for name in GRIDS}
        return Problem(tuple(head["dossiers"]), tuple(head["members"]), **grids, groups=tuple(groups))
