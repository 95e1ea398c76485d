import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from lms.demo.company import DEMO_PASSWORD
from lms.demo.files import CONTENT, read


class Command(BaseCommand):
    help = "List the demo's sign-ins: role, staff number, password, what to try."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON list")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {
                "role": row["role"],
                "staff_number": row["number"],
                "password": DEMO_PASSWORD,
                "try": row["try_en"],
                "try_zh": row["try_zh"],
            }
            for row in read(CONTENT / "company.yaml")["sign_ins"]
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        self.stdout.write(f"Password of every demo account: {DEMO_PASSWORD}")
        for row in rows:
            self.stdout.write(f"  {row['staff_number']}  {row['role']:<20} {row['try_zh']}")
            self.stdout.write(f"  {'':<27} {row['try']}")
