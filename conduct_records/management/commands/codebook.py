import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from conduct_records.models import CodebookVersion
from conduct_records.queries.versions import in_force
from conduct_records.rules.codebook import RuleList


class Command(BaseCommand):
    help = "Print the codebook in force: its number, its hash, and its lists in order."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        version = in_force()
        if version is None:
            raise CommandError("No codebook is in force.")
        if options["json"]:
            said = {
                "number": version.number,
                "hash": version.content_hash,
                "effective_on": str(version.effective_on),
                "lists": [_as_json(each) for each in version.codebook.lists],
            }
            self.stdout.write(json.dumps(said, ensure_ascii=False, indent=2))
            return
        self._print(version)

    def _print(self, version: CodebookVersion) -> None:
        self.stdout.write(f"Version {version.number}, in force from {version.effective_on}")
        self.stdout.write(f"SHA-256 {version.content_hash}")
        for each in version.codebook.lists:
            title = f"{each.audience.title.zh} · {each.audience.title.en}"
            self.stdout.write(f"\n{each.line} / {each.audience.code} ({len(each.rules)})  {title}")
            for number, rule in each.numbered:
                self.stdout.write(f"  {number:>2}  {rule.code:<5} {rule.title.zh}")
                self.stdout.write(f"             {rule.title.en}")


def _as_json(each: RuleList) -> dict[str, Any]:
    return {
        "line": str(each.line),
        "audience": each.audience.code,
        "rules": [
            {
                "number": number,
                "code": rule.code,
                "title": {"zh": rule.title.zh, "en": rule.title.en},
            }
            for number, rule in each.numbered
        ],
    }
