"""The engine for production: an Elasticsearch 9 cluster, asked through `elasticsearch.dsl`. Needs nothing but its core.

    <index>-<digest of the schema>             alias: what is searched and written
    <index>-<digest of the schema>-next        alias, while a rebuild runs: written beside, so that nothing is missed
    <index>-<digest of the schema>-<stamp>     an index; the alias moves at the end of a rebuild
    <index>-<digest of the schema>-words       the vocabulary, in pieces

Every write carries the time at which its document was read from the database as its version: late ones never win.
"""

from search.engines.elastic.address import Address
from search.engines.elastic.engine import ElasticEngine

__all__ = ["Address", "ElasticEngine"]
