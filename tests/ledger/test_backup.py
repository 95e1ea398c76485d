"""script/backup and script/restore."""

import fcntl
import hashlib
import json
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.databases import ROOT, SqliteDatabase, TestDatabase
from tests.ledger.sites import RECORD, Site, empty_site, site_copied, site_like

WRITE_ON = f"""
import itertools
from pathlib import Path
from django.conf import settings
folder = Path(settings.MEDIA_ROOT) / "writing"
folder.mkdir(parents=True)
for number in itertools.count():
    for path in folder.iterdir():
        path.unlink()
    (folder / str(number)).write_text("x" * 100000)
    exec({RECORD!r})
    print(number, flush=True)
"""
HIRE = """
from lms.people.models import Employee
Employee.objects.create(
    staff_number="20416", name="林小满", token="hers", left_on="2020-01-01", is_active=False
)
"""
ERASE = """
from lms.people.actions.erase_person import erase_person
from lms.people.models import Employee
hers = Employee.objects.get(staff_number="20416")
print(erase_person(actor=Employee.objects.system(), employee=hers, reason="retention over"))
"""
NAMED = """
from lms.people.models import Employee
print(Employee.objects.filter(name="林小满").count(), end="")
"""
STANDING = """
from lms.ledger.models import Entry, SubjectKey
print(sorted(SubjectKey.objects.values_list("token", flat=True)))
print(list(Entry.objects.filter(type="ledger.key_destroyed").values_list("subject", flat=True)))
print(Entry.objects.filter(log="records").count())
"""


@pytest.fixture(scope="module")
def prepared(
    test_database: TestDatabase,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """What the tests copy: a site, and its first backup beside it."""
    path = tmp_path_factory.mktemp("prepared") / "site"
    with site_like(test_database, django_db_blocker, path) as found:
        (found.path / "media").mkdir()
        (found.path / "media" / "picture.txt").write_text("a picture")
        found.python(HIRE)
        backup(found)
        yield found


@pytest.fixture
def site(
    prepared: Site, test_database: TestDatabase, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Site]:
    with site_copied(test_database, django_db_blocker, prepared, tmp_path / "site") as found:
        yield found


@pytest.fixture
def backed_up(prepared: Site, tmp_path: Path) -> Path:
    """The site's first backup, with its keys; a copy of its own."""
    for name in ("backups", "keys"):
        shutil.copytree(prepared.path.parent / name, tmp_path / name)
    return tmp_path / "backups" / "first"


@pytest.fixture
def elsewhere(
    test_database: TestDatabase, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> Iterator[Site]:
    with empty_site(test_database, django_db_blocker, tmp_path / "elsewhere") as found:
        yield found


def backup(site: Site, name: str = "first") -> Path:
    folder = site.path.parent / "backups" / name
    done = site.run("script/backup", str(folder), "--keys", str(keys_of(site)))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def keys_of(site: Site) -> Path:
    return site.path.parent / "keys"


def restore(site: Site, folder: Path, *options: str) -> str:
    """What it complained about; empty where it succeeded."""
    keys = site.path.parent / "keys"
    done = site.run("script/restore", str(folder), "--keys", str(keys), *options)
    assert (done.returncode == 0) == (done.stderr == ""), done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip()


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "site.lock"
    }


def vouch_for(folder: Path, keys: Path) -> None:
    """Let the manifest and the keys folder know the backup as it is now."""
    manifest = json.loads((folder / "manifest.json").read_text())
    parts = {name: each for name, each in files(folder).items() if name != "manifest.json"}
    (folder / "manifest.json").write_text(json.dumps(manifest | {"parts": parts}))
    held = json.loads((keys / "subject-keys.json").read_text())
    held["backups"][files(folder)["manifest.json"]] = "now"
    (keys / "subject-keys.json").write_text(json.dumps(held))


def test_a_copy_made_while_people_write_comes_back_whole(site: Site, elsewhere: Site) -> None:
    writer = site.start(WRITE_ON)
    try:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "0\n"
        folder = [backup(site, name) for name in ("first", "second")][-1]
        assert writer.poll() is None
    finally:
        writer.kill()
        writer.wait()
    entries = json.loads((folder / "manifest.json").read_text())["sizes"]["records"]
    assert entries > 2
    assert restore(elsewhere, folder) == ""
    assert elsewhere.python(STANDING) == f"['hers', 'his']\n[]\n{entries}\n"
    assert (elsewhere.path / "media" / "picture.txt").read_text() == "a picture"
    for name in ("secret-key", "ledger-keys/master-key", "ledger-keys/signing-key"):
        assert (elsewhere.path / name).read_text() == (site.path / name).read_text()
    assert not (elsewhere.path / "restoring").exists()


def test_no_copy_holds_a_key(site: Site, backed_up: Path) -> None:
    held = json.loads((keys_of(site) / "subject-keys.json").read_text())
    assert sorted(held["keys"]) == ["hers", "his"]
    for path in backed_up.rglob("*"):
        for key in held["keys"].values() if path.is_file() else ():
            assert bytes.fromhex(key) not in path.read_bytes()
            assert key.encode() not in path.read_bytes()
    assert not (backed_up / "secret-key").exists()
    assert not (backed_up / "ledger-keys").exists()
    assert (keys_of(site) / "subject-keys.json").stat().st_mode & 0o077 == 0


def test_who_was_erased_stays_erased(site: Site) -> None:
    """The older database comes back to the machine that knows better."""
    site.manage("ledger", "checkpoint")
    older = backup(site, "older")
    assert site.python(ERASE) == "2\n"
    site.manage("ledger", "checkpoint")
    backup(site, "newer")
    held = json.loads((keys_of(site) / "subject-keys.json").read_text())
    assert (sorted(held["keys"]), held["destroyed"]) == (["his", "house"], ["hers"])

    before = files(site.path)
    assert "With --replace it is set aside" in restore(site, older)
    refused = restore(site, older, "--replace")
    assert "records: 1 entries, 2 to 2" in refused
    assert "--accept-loss" in refused
    assert files(site.path) == before

    assert restore(site, older, "--replace", "--accept-loss") == ""
    assert site.python(STANDING + NAMED) == "['his', 'house']\n['hers']\n3\n0"
    assert site.manage("ledger", "verify").returncode == 0
    [aside] = site.path.glob("replaced-*")
    assert (aside / "checkpoints.txt").exists()
    assert (aside / "media" / "picture.txt").exists()


def test_who_was_erased_since_the_last_backup_stays_erased(site: Site, backed_up: Path) -> None:
    assert site.python(ERASE) == "2\n"
    assert restore(site, backed_up, "--replace") == ""
    assert site.python(STANDING) == "['his', 'house']\n['hers']\n3\n"
    held = json.loads((keys_of(site) / "subject-keys.json").read_text())
    assert (sorted(held["keys"]), held["destroyed"]) == (["his"], ["hers"])


def test_a_takeover_that_fails_at_its_last_step_is_taken_back(site: Site, backed_up: Path) -> None:
    (site.path / "media" / "picture.txt").write_text("a newer one")
    (site.path / "blocked").write_text("no folder")
    (backed_up / "checkpoints.txt").write_text("")
    vouch_for(backed_up, keys_of(site))
    before, standing = files(site.path), site.python(STANDING)
    done = site.run(
        *("env", f"LMS_LEDGER_CHECKPOINT_FILE={site.path / 'blocked' / 'checkpoints.txt'}"),
        *("script/restore", str(backed_up), "--keys", str(keys_of(site)), "--replace"),
    )
    assert done.returncode == 1
    assert "everything is as it was" in done.stderr
    assert str(site.path / "restoring") in done.stderr
    assert (site.path / "restoring" / "media" / "picture.txt").read_text() == "a picture"
    after = files(site.path)
    assert {name: after[name] for name in after if not name.startswith("restoring/")} == before
    assert site.python(STANDING) == standing
    assert restore(site, backed_up, "--replace") == ""
    assert not (site.path / "restoring").exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_an_interrupted_takeover_leaves_the_old_site_or_the_new_one(
    number: int, site: Site, backed_up: Path
) -> None:
    (site.path / "media" / "picture.txt").write_text("a newer one")
    command = ["script/restore", str(backed_up), "--keys", str(keys_of(site)), "--replace"]
    with subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=-1, stderr=-1, text=True
    ) as restoring:
        assert restoring.stdout and restoring.stderr
        assert any("Taking it over" in line for line in restoring.stdout)
        restoring.send_signal(number)
        said = restoring.stderr.read()
    # The signal may also come when all is done already: what is not said to be as it was is new.
    was_taken_over = "everything is as it was" not in said
    assert was_taken_over or restoring.returncode != 0
    picture = "a picture" if was_taken_over else "a newer one"
    assert (site.path / "media" / "picture.txt").read_text() == picture
    assert len(list(site.path.glob("replaced-*"))) == was_taken_over
    assert not (site.path / "taking-over").exists()
    assert site.python(STANDING) == "['hers', 'his']\n[]\n2\n"


def test_a_site_that_a_killed_takeover_left_in_parts_does_not_start(elsewhere: Site) -> None:
    elsewhere.path.mkdir()
    (elsewhere.path / "taking-over").write_text("var/replaced-1")
    done = elsewhere.run("script/server", "--no-demo", "--port", "0")
    assert done.returncode == 1
    assert "What was here before is in var/replaced-1" in done.stderr


def test_keys_and_copies_are_for_their_owner_only(site: Site) -> None:
    (site.path / "secret-key").chmod(0o644)
    folder = backup(site)
    assert restore(site, folder, "--replace") == ""
    private = [keys_of(site), *keys_of(site).rglob("*"), *folder.glob("database.*")]
    private += [site.path / "secret-key", site.path / "ledger-keys", *site.path.glob("*.sqlite3")]
    assert {str(path): path.stat().st_mode & 0o077 for path in private} == {
        str(path): 0 for path in private
    }


def test_a_database_that_cannot_be_read_is_replaced_and_said(
    site: Site, backed_up: Path, test_database: TestDatabase
) -> None:
    if not isinstance(test_database, SqliteDatabase):
        pytest.skip("the database is a file that can be spoilt")
    (site.path / "lms.sqlite3").write_text("spoilt")
    command = ("script/restore", str(backed_up), "--keys", str(keys_of(site)), "--replace")
    done = site.run(*command)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cannot be read" in done.stdout
    assert site.python(STANDING) == "['hers', 'his']\n[]\n2\n"


@pytest.mark.parametrize(
    ("tamper", "complaint"),
    [
        (
            lambda folder: (folder / "media/picture.txt").write_text("x"),
            "altered or damaged: media",
        ),
        (lambda folder: (folder / "media/picture.txt").unlink(), "media/picture.txt is missing"),
        (lambda folder: (folder / "media/more.txt").write_text("x"), "does not belong to it"),
        (lambda folder: (folder / "manifest.json").write_text("{"), "no backup that was completed"),
        (lambda folder: (folder / "manifest.json").unlink(), "no backup that was completed"),
        (
            lambda folder: (folder / "manifest.json").write_text(
                (folder / "manifest.json").read_text().replace('"records": 2', '"records": 1')
            ),
            "does not know its manifest",
        ),
        (lambda folder: shutil.rmtree(folder.parent.parent / "keys"), "holds no keys"),
    ],
)
def test_a_backup_that_was_altered_is_refused(
    tamper, complaint: str, backed_up: Path, elsewhere: Site
) -> None:
    tamper(backed_up)
    assert complaint in restore(elsewhere, backed_up)
    assert files(elsewhere.path) == {}


def test_evidence_altered_in_a_copy_is_found_though_all_hashes_fit(
    backed_up: Path, elsewhere: Site, test_database: TestDatabase
) -> None:
    if not isinstance(test_database, SqliteDatabase):
        pytest.skip("the copy is a file that SQL can alter")
    with closing(sqlite3.connect(backed_up / "database.sqlite3")) as database:
        database.execute("DROP TRIGGER ledger_entry_no_update")
        database.execute("UPDATE ledger_entry SET actor = 'other' WHERE seq = 0")
        database.commit()
    vouch_for(backed_up, keys_of(elsewhere))
    complaint = restore(elsewhere, backed_up)
    assert "The backup was not accepted; everything is as it was" in complaint
    assert "ledger verify" in complaint
    assert files(elsewhere.path) == {}


def test_a_site_that_runs_is_not_replaced(backed_up: Path, elsewhere: Site) -> None:
    elsewhere.path.mkdir()
    with (elsewhere.path / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        assert restore(elsewhere, backed_up).startswith("The site is running")


def test_keys_lie_apart(elsewhere: Site, tmp_path: Path) -> None:
    for folder, keys in (("a", "a"), ("a", "a/keys"), ("keys/a", "keys")):
        done = elsewhere.run(
            "script/backup", str(tmp_path / folder), "--keys", str(tmp_path / keys)
        )
        assert done.returncode == 1
        assert "The keys lie apart from the backup" in done.stderr
    assert not (tmp_path / "a").exists()


def test_neither_a_backup_nor_keys_are_written_over(
    site: Site, backed_up: Path, tmp_path: Path
) -> None:
    again = site.run("script/backup", str(backed_up), "--keys", str(keys_of(site)))
    assert "is not empty" in again.stderr
    key = site.path / "ledger-keys" / "master-key"
    key.write_text("another")
    other_key = site.run("script/backup", str(tmp_path / "b"), "--keys", str(keys_of(site)))
    assert "is not the master key" in other_key.stderr
    held = json.loads((keys_of(site) / "subject-keys.json").read_text())
    (keys_of(site) / "subject-keys.json").write_text(json.dumps(held | {"origin": "other/records"}))
    other_ledger = site.run("script/backup", str(tmp_path / "c"), "--keys", str(keys_of(site)))
    assert "holds the keys of other/records" in other_ledger.stderr
