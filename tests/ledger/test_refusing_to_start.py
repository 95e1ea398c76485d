"""A site whose evidence is unguarded, or whose master key is lost, does not start."""

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from pytest_django import DjangoDbBlocker

from lms.ledger.checks import obstacles
from tests.databases import SqliteDatabase, TestDatabase
from tests.ledger.sites import Site, site_like


@pytest.fixture(scope="module")
def site(
    test_database: TestDatabase,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    if not isinstance(test_database, SqliteDatabase):
        pytest.skip("a site of the embedded form")
    with site_like(test_database, django_db_blocker, tmp_path_factory.mktemp("site")) as found:
        yield found


@pytest.fixture
def master_key(site: Site) -> Iterator[str]:
    """The master key, which a test may take away."""
    path = site.path / "ledger-keys" / "master-key"
    kept = path.read_text()
    yield kept
    path.write_text(kept)


@pytest.mark.source
def test_script_server_says_that_the_master_key_is_lost(site: Site, master_key: str) -> None:
    path = site.path / "ledger-keys" / "master-key"
    path.unlink()
    done = site.run("script/server", "--no-demo", "--port", "0")
    assert done.returncode == 1
    assert done.stderr.strip().startswith("The ledger's master key is missing. Put it back")
    assert "Traceback" not in done.stderr
    assert not path.exists()


@pytest.mark.source
def test_a_server_of_ones_own_ends_with_the_reason_too(site: Site, master_key: str) -> None:
    other = master_key[::-1].replace("=", "") + "="
    (site.path / "ledger-keys" / "master-key").write_text(other)
    done = site.run(sys.executable, "-W", "ignore", "-c", "import lms.wsgi")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "The site does not start."
    assert "master key is not the one" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.source
def test_a_lost_trigger_keeps_it_from_starting_until_somebody_migrates(site: Site) -> None:
    with closing(sqlite3.connect(site.path / "lms.sqlite3")) as database:
        database.execute("DROP TRIGGER ledger_entry_no_update")
    refused = site.manage("ledger", "check")
    assert refused.returncode == 1
    assert "would let evidence be changed" in refused.stderr
    assert "ledger_entry" in refused.stderr
    assert site.manage("migrate", "--verbosity=0").returncode == 0
    assert site.manage("ledger", "check").stdout == "The ledger is fit to serve.\n"


@pytest.mark.django_db
def test_a_sound_site_has_no_obstacles(django_assert_num_queries) -> None:
    with django_assert_num_queries(2):
        assert obstacles() == []
