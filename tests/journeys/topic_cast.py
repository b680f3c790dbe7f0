"""Who plays in the lives of topics over the API, and what they do again and again: judge, decide, keep papers."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from organisation.models import Role
from reviews.queries.schemes import version_of
from reviews.rules.shipped import shipped_texts
from reviews.services.polls import new_receipt
from reviews.services.schemes import bind_scheme, load_shipped_schemes
from tests import city
from tests.selection import Somebody, iso

ROLES = ("chair", "deputy", "secretary", "reviewer", "reviewer", "member", "member", "member", "member")
FIRST = {"overview": "11", "content": "22", "products": "15", "application": "14", "plan": "14", "capacity": "15"}
SECOND = {**FIRST, "content": "20"}
ACCEPTED = {"content": "23", "scale": "22", "effect": "22", "presentation": "21"}
KEPT = os.environ.get("SCREENSHOTS")


class Cast:
    """The offices of the authority, teams that compete, nine members of councils (seven sit unless more are asked)."""

    def __init__(self, clock: Any, *schemes: str) -> None:
        self.clock = clock
        load_shipped_schemes({code: shipped_texts()[code] for code in schemes})
        self.authority = city.unit("SKHCN")
        self.registrar, self.officer, self.leader = (
            Somebody(city.actor(role, at=self.authority)) for role in (Role.REGISTRAR, Role.OFFICER, Role.LEADER)
        )
        self.proposer = Somebody(city.actor(at=city.unit("XHD", "commune")))
        self.members = [Somebody(city.actor(at=city.unit("HD"))) for _role in ROLES]
        self.public = Somebody()
        self.papers: dict[str, int] = {}

    def team(self, code, kind="school"):
        return Somebody(city.actor(at=city.unit(code, kind)))

    def round(self, purpose, scheme, authority=None, level="city"):
        round_ = city.round_at(authority or self.authority, kind="topic", purpose=purpose, level=level)
        bind_scheme(round_, version_of(scheme))
        return round_.code

    def council(self, round_code, size=7, office=None, title="Hội đồng tư vấn"):
        codes = [member.get("me")["person"] for member in self.members[:size]]
        seats = [{"person": code, "role": role} for code, role in zip(codes, ROLES, strict=False)]
        return (office or self.registrar).post("councils", {"round": round_code, "title": title, "seats": seats})

    def hear(self, council, *codes, office=None):
        hearings = (office or self.registrar).post(f"councils/{council['code']}/dossiers", {"codes": list(codes)})
        return {code: row["id"] for code, row in zip(codes, hearings, strict=True)}

    def score(self, hearing, scores, size=7):
        for member in self.members[:size]:
            member.ask("patch", f"sheets/{hearing}", {"scores": scores}, match="*")
            member.post(f"sheets/{hearing}/lock")

    def plan(self, council):
        """On the first day on which the members have had the papers long enough; a day earlier is refused."""
        path, chair = f"councils/{council['code']}", self.members[0]
        if first := chair.get(path)["session_from"]:
            day = date.fromisoformat(first)
            early = chair.post(f"{path}/sessions", {"held_on": iso(day - timedelta(1))}, status=422)
            assert early["errors"][0]["field"] == "held_on"
            self.clock.move_to(day)
        return chair.post(f"{path}/sessions", {"held_on": iso(timezone.localdate())})["id"]

    def open(self, council, session, status=0):
        present = {"present": [seat["id"] for seat in council["seats"]]}
        self.members[0].post(f"sessions/{session}/open", present, status=status)

    def meet(self, council):
        session = self.plan(council)
        self.open(council, session)
        return session

    def vote(self, hearing, *choices):
        poll = self.members[0].post(f"hearings/{hearing}/polls")["id"]
        for member, choice in zip(self.members, choices, strict=False):
            member.post("ballots", {"poll": poll, "choice": choice, "receipt": new_receipt()})
        self.members[0].post(f"polls/{poll}/close")

    def conclude(self, hearing, **given):
        made = self.members[0].post(f"hearings/{hearing}/conclude", given)
        self.paper(self.members[0], f"hearings/{hearing}/justification", "can-cu-ket-luan")
        return made

    def rise(self, session):
        """Close a session; its minutes are a paper."""
        self.members[0].post(f"sessions/{session}/close")
        self.members[0].post(f"sessions/{session}/minutes", {"notes": "Các thành viên thống nhất."})
        self.paper(self.members[0], f"sessions/{session}/minutes", "bien-ban")

    def decide(self, *codes, office=None, authority="SKHCN", level="city"):
        office = office or self.registrar
        draft = office.post("decisions", {"authority": authority, "level": level, "dossiers": list(codes)})
        signed = {"signed_on": iso(timezone.localdate()), "signer_name": "Lê Bình", "signer_post": "Giám đốc"}
        made = office.post(f"decisions/{draft['code']}/sign", signed)
        office.post(f"decisions/{made['code']}/publish")
        self.paper(self.public, f"decisions/{made['code']}/paper", f"quyet-dinh-{made['kind']}")
        return made

    def paper(self, who, path, name):
        """A paper is there as PDF; kept as a file where SCREENSHOTS names a folder."""
        body = who.get(path).content
        assert body[:5] == b"%PDF-", path
        number = self.papers[name] = self.papers.get(name, 0) + 1
        if KEPT:
            folder = Path(KEPT) / "papers"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{name}-{number}.pdf").write_bytes(body)
