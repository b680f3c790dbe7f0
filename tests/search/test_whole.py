"""An index that is not there, or is of another schema, is written anew by itself, and by one process only."""

import shutil
from pathlib import Path

import pytest

from initiatives.models import Work
from journal.services import leases
from search import engines, indexing
from search.tasks import make_index_whole
from tests.reviews import factories as f

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.SEARCH_URL = f"tantivy://{tmp_path}"
    engines.engine.cache_clear()
    yield Path(tmp_path)
    engines.engine.cache_clear()


@pytest.fixture
def dossiers():
    town = f.town()
    made = [f.dossier(town.round, state="recognised") for _n in range(3)]
    Work.objects.update(public=True)
    return made


def test_a_lost_folder_is_written_anew_even_after_a_change_began_another(dossiers, folder):
    assert make_index_whole() == 6
    assert make_index_whole() == 0
    for path in folder.iterdir():
        shutil.rmtree(path)
    indexing.reindex([dossiers[0].pk])
    assert engines.engine().count() == 2
    assert make_index_whole() == 6
    assert engines.engine().count() == 6


def test_two_processes_do_not_write_it_at_once(dossiers):
    owner = leases.take(indexing.REBUILD)
    assert make_index_whole() == 0
    leases.release(indexing.REBUILD, owner)
    assert make_index_whole() == 6
