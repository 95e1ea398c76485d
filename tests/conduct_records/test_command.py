import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from tests.conduct_records.test_content import MEMBERS
from tests.factories.conduct_records import adopted_version, shipped_codebook

pytestmark = pytest.mark.django_db(transaction=True)


def printed(**options: Any) -> str:
    out = StringIO()
    call_command("codebook", stdout=out, **options)
    return out.getvalue()


def test_it_prints_the_version_in_force_as_json() -> None:
    version = adopted_version(shipped_codebook())
    said = json.loads(printed(json=True))
    assert said["number"] == 1 and said["hash"] == version.content_hash
    assert [(each["line"], each["audience"]) for each in said["lists"]] == list(MEMBERS)
    for each in said["lists"]:
        codes = [rule["code"] for rule in each["rules"]]
        assert " ".join(codes) == MEMBERS[each["line"], each["audience"]]
        assert [rule["number"] for rule in each["rules"]] == list(range(1, len(codes) + 1))
        assert all(rule["title"]["zh"] and rule["title"]["en"] for rule in each["rules"])


def test_without_json_it_is_read_by_people() -> None:
    version = adopted_version()
    table = printed()
    assert version.content_hash in table and "Rule Y01" in table and "规则R02" in table


def test_a_version_that_is_not_in_force_yet_is_not_printed() -> None:
    with pytest.raises(CommandError):
        printed(json=True)
    adopted_version(effective_on=timezone.localdate() + timedelta(days=3))
    with pytest.raises(CommandError):
        printed()
