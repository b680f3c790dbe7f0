"""Which index stands behind which alias: made, put beside while a rebuild runs, moved, dropped."""

import secrets
import time
from collections.abc import Callable, Sequence
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from search.engines.elastic.line import Line, is_missing
from search.engines.elastic.mapping import DIGEST, MAPPING, settings

WHOLE = {"whole": True}


class Indices:
    """The indexes of one installation under the schema of this code."""

    def __init__(self, line: Line) -> None:
        self._tell = line.write
        self._settings = settings(line.address)
        self.alias = f"{line.address.index}-{DIGEST}"
        self.beside = f"{self.alias}-next"
        self.words = f"{self.alias}-words"

    def ensure(self) -> None:
        """Make the index where there is none. Its name and alias come with it, so that of two processes that do so at
        once neither takes away what the other has begun to write.
        """
        if not self._tell(lambda client: client.indices.exists_alias(name=self.alias)):
            self._create(f"{self.alias}-first", MAPPING, {self.alias: {}})
        if not self._tell(lambda client: client.indices.exists(index=self.words)):
            self._create(self.words, {"dynamic": False, "properties": {}})

    def written(self) -> Sequence[str]:
        """The aliases that a change goes to: the index, and the next one while a rebuild runs."""
        rebuilding = self._tell(lambda client: client.indices.exists_alias(name=self.beside))
        return (self.alias, self.beside) if rebuilding else (self.alias,)

    def begin(self) -> str:
        """An empty index beside the one that is read; what an interrupted rebuild left goes. Returns its name."""
        return self._make(self.beside)

    def finish(self, made: str) -> None:
        """The new index takes the place of the old in one step. Raises ApiError if another rebuild has begun since."""
        self._tell(lambda client: client.indices.put_mapping(index=made, meta=WHOLE))
        actions: list[dict[str, Any]] = [
            {"add": {"index": made, "alias": self.alias}},
            {"remove": {"index": made, "alias": self.beside, "must_exist": True}},
        ]
        self._change([*actions, *self._removals(self.alias)])

    def whole(self) -> bool:
        """Whether the index that is read came out of a rebuild."""
        try:
            found = self._tell(lambda client: client.indices.get_mapping(index=self.alias))
        except ApiError as error:
            if is_missing(error):
                return False
            raise
        return all(one["mappings"].get("_meta") == WHOLE for one in found.values())

    def refresh(self, index: str = "") -> None:
        """Make what was written visible."""
        self._tell(lambda client: client.indices.refresh(index=index or self.alias))

    def drop(self) -> None:
        """Remove everything."""
        for name in self._tell(lambda client: client.indices.get(index=f"{self.alias}-*")):
            self._tell(_removing(name))

    def _make(self, alias: str) -> str:
        """A new index that an alias names from now on, and that alone."""
        name = f"{self.alias}-{time.time_ns() // 1000}{secrets.token_hex(2)}"
        self._create(name, MAPPING)
        self._change([{"add": {"index": name, "alias": alias}}, *self._removals(alias)])
        return name

    def _create(self, name: str, mapping: dict[str, Any], aliases: dict[str, Any] | None = None) -> None:
        def act(client: Elasticsearch) -> Any:
            return client.indices.create(index=name, mappings=mapping, settings=self._settings, aliases=aliases or {})

        try:
            self._tell(act)
        except ApiError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def _removals(self, alias: str) -> list[dict[str, Any]]:
        try:
            behind = self._tell(lambda client: client.indices.get_alias(name=alias))
        except ApiError as error:
            if is_missing(error):
                return []
            raise
        return [{"remove_index": {"index": name}} for name in behind]

    def _change(self, actions: list[dict[str, Any]]) -> None:
        self._tell(lambda client: client.indices.update_aliases(actions=actions))


def _removing(name: str) -> Callable[[Any], Any]:
    return lambda client: client.indices.delete(index=name, ignore_unavailable=True)
