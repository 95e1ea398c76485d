import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from hypothesis import given
from hypothesis import strategies as st

from lms.ui import catalogues, extraction
from lms.ui.catalogues import CONVERTED, DOMAINS, WRITTEN
from tests.databases import ROOT

pytestmark = pytest.mark.source

LOCALE = ROOT / "locale"
PLACEHOLDER = re.compile(r"%\([a-z_0-9]+\)[sd]|%[sd%]|\{[a-z_0-9.]*\}", re.IGNORECASE)
CONVERTER = catalogues.Converter(terms={"项目": "項目"})


def strings_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def faults_in(catalogue: Catalog, found: Catalog | None = None) -> list[str]:
    """What keeps the catalogue from being shipped; `found` are the texts of the code."""
    faults = [f"untranslated: {message.id!r}" for message in catalogues.untranslated(catalogue)]
    for message in catalogues.messages_of(catalogue):
        if message.fuzzy:
            faults.append(f"fuzzy: {message.id!r}")
        wanted = {frozenset(PLACEHOLDER.findall(text)) for text in ids_of(message)}
        for text in filter(None, strings_of(message)):
            if frozenset(PLACEHOLDER.findall(text)) not in wanted:
                faults.append(f"placeholders: {message.id!r} → {text!r}")
    if found is not None:
        ours = {(ids_of(m), m.context) for m in catalogues.messages_of(catalogue)}
        theirs = {(ids_of(m), m.context) for m in catalogues.messages_of(found)}
        faults += [f"not in the catalogue: {ids!r}" for ids, __ in sorted(theirs - ours, key=str)]
        faults += [f"no longer in the code: {ids!r}" for ids, __ in sorted(ours - theirs, key=str)]
    return faults


def ids_of(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)


def a_catalogue(**entries: str) -> Catalog:
    catalogue = Catalog(locale=WRITTEN)
    for text, translation in entries.items():
        catalogue.add(text, translation)
    return catalogue


def test_every_text_is_translated() -> None:
    """Where this fails: `manage.py update_catalogues`, then fill locale/zh_Hans."""
    written = catalogues.read(catalogues.path_of(LOCALE, WRITTEN, "django"), WRITTEN)
    assert faults_in(written, extraction.extract(ROOT)) == []


@pytest.mark.parametrize("domain", ["wagtail", "djangojs"])
def test_texts_of_other_packages_are_translated(domain: str) -> None:
    borrowed = catalogues.read(catalogues.path_of(LOCALE, WRITTEN, domain), WRITTEN)
    assert list(catalogues.messages_of(borrowed))
    assert faults_in(borrowed) == []


def test_traditional_chinese_is_what_would_be_converted() -> None:
    for path, text in catalogues.convert_all(LOCALE).items():
        assert path.read_text(encoding="utf-8") == text, "run `manage.py update_catalogues`"


@pytest.mark.parametrize("domain", DOMAINS)
def test_catalogues_are_written_as_the_command_writes_them(domain: str) -> None:
    path = catalogues.path_of(LOCALE, WRITTEN, domain)
    assert path.read_text(encoding="utf-8") == catalogues.text_of(catalogues.read(path, WRITTEN))


def test_faults_are_seen(tmp_path: Path) -> None:
    assert faults_in(a_catalogue(Sit="")) == ["untranslated: 'Sit'"]
    fuzzy = a_catalogue(Sit="坐")
    fuzzy["Sit"].flags.add("fuzzy")
    assert faults_in(fuzzy) == ["fuzzy: 'Sit'"]
    wrong = a_catalogue(**{"%(n)d of {total}": "第 %(m)d 个，共 {total}"})
    assert faults_in(wrong) == ["placeholders: '%(n)d of {total}' → '第 %(m)d 个，共 {total}'"]
    (tmp_path / "lms").mkdir()
    (tmp_path / "lms" / "a.py").write_text('_("Stand")\n_("Sit")\n')
    assert faults_in(a_catalogue(Sit="坐", Walk="走"), extraction.extract(tmp_path)) == [
        "not in the catalogue: ('Stand',)",
        "no longer in the code: ('Walk',)",
    ]


def test_texts_are_found_in_code_and_templates(tmp_path: Path) -> None:
    (tmp_path / "lms").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "lms" / "a.py").write_text('ngettext("%(n)d day", "%(n)d days", n)\n_t("Now")\n')
    (tmp_path / "templates" / "a.html").write_text(
        "{% load i18n %}{% blocktranslate trimmed %}\n  Two\n  lines\n{% endblocktranslate %}"
        '{% translate "May" context "month" %}'
    )
    found = extraction.extract(tmp_path)
    assert {(ids_of(m), m.context) for m in catalogues.messages_of(found)} == {
        (("%(n)d day", "%(n)d days"), None),
        (("Two lines",), None),
        (("Now",), None),
        (("May",), "month"),
    }


def test_a_translation_outlives_an_update() -> None:
    found = a_catalogue(Sit="", Stand="")
    merged = catalogues.merged(a_catalogue(Sit="坐", Walk="走"), found)
    assert [(m.id, m.string) for m in merged if m.id] == [("Sit", "坐"), ("Stand", None)]


def test_terms_win_over_characters_and_the_longest_over_shorter_ones() -> None:
    converter = catalogues.Converter(terms={"项目": "項目", "项目经理": "專案經理"})
    assert converter.convert("项目经理看项目的软件") == "專案經理看項目的軟體"


@given(st.text(alphabet="项目经理abc {}%()", max_size=30))
def test_placeholders_survive_conversion(text: str) -> None:
    assert PLACEHOLDER.findall(CONVERTER.convert(text)) == PLACEHOLDER.findall(text)


def test_compiled_texts_are_spoken(tmp_path: Path) -> None:
    """Our own text wins over one for another package's string of the same words."""
    import gettext

    catalogues.write(catalogues.path_of(tmp_path, WRITTEN, "django"), a_catalogue(Save="存"))
    catalogues.write(
        catalogues.path_of(tmp_path, WRITTEN, "wagtail"), a_catalogue(Save="保存", Edit="编辑")
    )
    assert len(catalogues.compile_all(tmp_path)) == 4
    assert catalogues.compile_all(tmp_path, only_stale=True) == []
    with (tmp_path / WRITTEN / "LC_MESSAGES" / "django.mo").open("rb") as file:
        spoken = gettext.GNUTranslations(file)
    assert (spoken.gettext("Save"), spoken.gettext("Edit")) == ("存", "编辑")


def test_both_languages_have_all_catalogues() -> None:
    for language in (WRITTEN, CONVERTED):
        for domain in DOMAINS:
            assert catalogues.path_of(LOCALE, language, domain).exists()
