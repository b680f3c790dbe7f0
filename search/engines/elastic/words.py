"""The vocabulary beside the index, in pieces, and its twin in this process."""

import secrets
import time
from base64 import b64decode, b64encode
from typing import Any

from elasticsearch import ApiError

from search.engines.elastic.line import Line, is_missing
from search.planning import Planners
from search.vocabulary import Tally, Vocabulary

PIECE = 6_000_000  # bytes; the cluster takes requests of 100 MB, and holds each in memory
LOOK_EVERY = 2.0  # seconds between looks for a newer vocabulary
STALE = 0.02  # the share of documents that may change before words are counted anew
CURRENT, CHANGED = "current", "changed"


class Words:
    """The words of the index `name`; read again when another process has counted them anew."""

    def __init__(self, line: Line, name: str) -> None:
        self._line, self.name = line, name
        self._token = ""
        self._looked = float("-inf")
        self._planners = Planners(Vocabulary())

    def planners(self) -> Planners:
        """Plan queries with the words there are. Raises EngineDown."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._look()
        return self._planners

    def forget(self) -> None:
        """Look at the next question."""
        self._looked = float("-inf")

    def keep(self, tally: Tally) -> None:
        """Store what was counted, then point to it; pieces of the one before the last go."""
        token, stored = secrets.token_hex(8), Vocabulary.of(tally).to_bytes()
        pieces = [stored[at : at + PIECE] for at in range(0, len(stored), PIECE)]
        for number, piece in enumerate(pieces):
            self._put(f"{token}-{number}", {"bytes": b64encode(piece).decode()})
        before = self._get(CURRENT)
        self._put(CURRENT, {"token": token, "pieces": len(pieces), "before": before.get("token", "")})
        self._put(CHANGED, {"count": 0})
        self._drop(before.get("before", ""))
        self.forget()

    def changed(self, count: int, documents: int) -> bool:
        """Note that documents have changed; whether it is time to count anew."""
        since = self._get(CHANGED).get("count", documents + 1) + count
        if since > STALE * documents:
            return True
        self._put(CHANGED, {"count": since})
        return False

    def _look(self) -> None:
        told = self._get(CURRENT)
        if told.get("token", "") != self._token:
            pieces = [self._get(f"{told['token']}-{number}") for number in range(told.get("pieces", 0))]
            if all(pieces):
                stored = b"".join(b64decode(piece["bytes"]) for piece in pieces)
                self._planners = Planners(Vocabulary.from_bytes(stored) if stored else Vocabulary())
                self._token = told.get("token", "")
        self._looked = time.monotonic()

    def _get(self, key: str) -> dict[str, Any]:
        try:
            return dict(self._line.read(lambda client: client.get(index=self.name, id=key))["_source"])
        except ApiError as error:
            if is_missing(error):
                return {}
            raise

    def _put(self, key: str, told: dict[str, Any]) -> None:
        self._line.write(lambda client: client.index(index=self.name, id=key, document=told))

    def _drop(self, token: str) -> None:
        number = 0
        while token and self._delete(f"{token}-{number}"):
            number += 1

    def _delete(self, key: str) -> bool:
        try:
            self._line.write(lambda client: client.delete(index=self.name, id=key))
        except ApiError as error:
            if is_missing(error):
                return False
            raise
        return True
