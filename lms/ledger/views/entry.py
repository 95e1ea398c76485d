"""One entry of the ledger: what it says, where it stands in the tree, its bundle."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.ledger.enums import Log
from lms.ledger.errors import EntryNotFound, KeptClosed, NotCovered, NotYours, TreeAltered
from lms.ledger.forms.register import BundleForm
from lms.ledger.models import Entry
from lms.ledger.policies import can_read, check_can_see, is_kept_from
from lms.ledger.queries.bundles import bundle_of, bundle_text
from lms.ledger.queries.confidence import (
    confidential_in,
    hides_actor,
    hides_subject,
    names_somebody,
    values_of,
)
from lms.ledger.queries.entries import Disclosures, disclosures_of, entry_at
from lms.ledger.queries.proofs import Proven, proof_of
from lms.ledger.queries.tree import size_of
from lms.ledger.rules.envelope import fields_of
from lms.ledger.rules.sealing import CannotOpen
from lms.ledger.rules.verifier import leaf_hash
from lms.ledger.views.requests import BUNDLE, ENTRY, ReaderRequest, note
from lms.ledger.views.words import People, kept_closed, kept_from_you, kind_of, said_by
from lms.ui.views import error_page


@never_cache
@login_required
@require_safe
def entry(request: ReaderRequest, log: Log, seq: int) -> HttpResponse:
    """What an entry says, as far as the reader may know, and the proof that it stands there."""
    check_can_see(request.user)
    found = _entry(log, seq)
    note(request, ENTRY, found.subject)
    context = {
        "here": "ledger",
        "log": log,
        "entry": found,
        "leaf": leaf_hash(found.envelope.encode()),
        "newer": seq + 1 if seq + 1 < size_of(log) else None,
        **_what_it_says(request, found),
        **_where_it_stands(found),
    }
    return render(request, "ledger/entry.html", context)


def _entry(log: Log, seq: int) -> Entry:
    try:
        return entry_at(log, seq)
    except EntryNotFound as error:
        raise Http404 from error


def _what_it_says(request: ReaderRequest, entry: Entry) -> dict[str, object]:
    """`said` is None where the reader may not know, or where what is sealed was altered."""
    if is_kept_from(request.user, entry):
        return {"is_closed": True, "kind": kept_from_you()}
    people = People(request.user, {entry.actor, entry.subject})
    said, may_read = None, can_read(request.user, entry.subject)
    disclosures = _opened(entry)
    if may_read and disclosures is not None:
        said = said_by(request.user, entry, disclosures)
    values = values_of(disclosures or {})
    subject = people.name(entry.subject) if entry.subject else ""
    return {
        "kind": kind_of(entry),
        "actor": kept_closed() if hides_actor(entry, values) else people.name(entry.actor),
        "subject": kept_closed() if hides_subject(entry, values) else subject,
        "may_read": may_read,
        "said": said,
        "hidden": fields_of(entry.envelope),
    }


def _opened(entry: Entry) -> Disclosures | None:
    """None where what is sealed was altered."""
    with suppress(CannotOpen):
        return disclosures_of([entry])[entry.seq]
    return None


def _where_it_stands(entry: Entry) -> dict[str, Proven | bool]:
    try:
        return {"proof": proof_of(entry)}
    except NotCovered:
        return {"is_waiting": True}
    except TreeAltered:
        return {"is_altered": True}


@never_cache
@login_required
@require_safe
def bundle(request: ReaderRequest, log: Log, seq: int) -> HttpResponse:
    """The entry with its proof as a file that anybody can check offline. It discloses the fields
    that were ticked, as far as the reader may know them; never who reported or witnessed."""
    check_can_see(request.user)
    found = _entry(log, seq)
    note(request, BUNDLE, found.subject)
    title = _("There is no bundle of this entry now")
    if is_kept_from(request.user, found):
        return error_page(request, status=409, title=title, text=str(NotYours()))
    choice = BundleForm(request.GET, choices=[(n, n) for n in fields_of(found.envelope)])
    values = values_of(_opened(found) or {})
    if names_somebody(found, values):
        return error_page(request, status=409, title=title, text=str(KeptClosed()))
    fields = choice.chosen if can_read(request.user, found.subject) else []
    closed = confidential_in(found, values)
    fields = [name for name in fields if name not in closed]
    try:
        text = bundle_text(bundle_of([found], fields))
    except (NotCovered, CannotOpen) as refusal:
        return error_page(request, status=409, title=title, text=str(refusal))
    response = HttpResponse(text, content_type="application/json")
    name = f"ledger-{log}-{seq}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
