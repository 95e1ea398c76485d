"""What somebody knew of the rules when it happened."""

from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conduct_records.models import Case, CodebookSignature, CodebookVersion
from conduct_records.queries.versions import in_force_on
from conduct_records.rules.cases.gates.charging import Knowledge
from conduct_records.rules.codebook import Place, Rule
from conduct_records.rules.signing import is_known
from lms.ledger.models import Entry
from lms.people.enums import Attested
from lms.people.queries import stood_on


class KnownThen:
    """The rules as they bound the person of a case when it happened: three queries, however many
    rules are asked for."""

    def __init__(self, case: Case) -> None:
        self.case = case

    @cached_property
    def version(self) -> CodebookVersion | None:
        """In force on the day it happened."""
        return in_force_on(timezone.localdate(self.case.incident.happened_at))

    @cached_property
    def place(self) -> Place | None:
        """Where the person stood on that day."""
        stood = stood_on(self.case.subject, timezone.localdate(self.case.incident.happened_at))
        return Place(stood.post.standing, stood.post.code) if stood else None

    @cached_property
    def signatures(self) -> list[CodebookSignature]:
        """Given before it happened, the last first. What was signed on paper counts if it was
        entered before the incident became known: afterwards a day is easily written on it."""
        incident = self.case.incident
        signatures = CodebookSignature.objects.filter(
            employee=self.case.subject, attested_at__lt=incident.happened_at
        )
        entered = Entry.objects.filter(case=OuterRef("case"), recorded_at__lt=incident.known_at)
        found = signatures.filter(~Q(way=Attested.PAPER) | Exists(entered))
        return list(found.select_related("version").order_by("-attested_at"))

    @property
    def rules(self) -> tuple[Rule, ...]:
        """Those that bound the person there."""
        if self.version is None or self.place is None:
            return ()
        return self.version.codebook.rules_for(self.place)

    def rule(self, code: str) -> Rule | None:
        return self.version.codebook.rule(code) if self.version else None

    def acknowledgement_of(self, rule: Rule) -> CodebookSignature | None:
        """The last signature that covers the rule in its words."""
        for each in self.signatures:
            if is_known(rule, [(each.version.codebook, each.place)]):
                return each
        return None

    def knowledge_of(self, code: str) -> Knowledge:
        rule = self.rule(code)
        if self.version is None or rule is None:
            return Knowledge(self.version.number if self.version else None, False, None, None)
        binds = rule in self.rules
        signature = self.acknowledgement_of(rule) if binds else None
        at = signature.attested_at if signature else None
        return Knowledge(self.version.number, binds, at, rule.line)
