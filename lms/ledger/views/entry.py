"""One entry of the ledger: what it says, where it stands in the tree, its bundle."""

from contextlib import suppress

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from lms.ledger.enums import Log
from lms.ledger.errors import EntryNotFound, NotCovered, TreeAltered
from lms.ledger.forms.register import BundleForm
from lms.ledger.models import Entry
from lms.ledger.policies import can_read, check_can_see
from lms.ledger.queries.bundles import bundle_of, bundle_text
from lms.ledger.queries.entries import Disclosures, disclosures_of, entry_at
from lms.ledger.queries.proofs import Proven, proof_of
from lms.ledger.queries.tree import size_of
from lms.ledger.rules.envelope import fields_of
from lms.ledger.rules.sealing import CannotOpen
from lms.ledger.rules.verifier import leaf_hash
from lms.ledger.views.requests import BUNDLE, ENTRY, ReaderRequest, note
from lms.ledger.views.words import People, kind_of, said_by
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
        "kind": kind_of(found),
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
    people = People(request.user, {entry.actor, entry.subject})
    said, may_read = None, can_read(request.user, entry.subject)
    if may_read:
        with suppress(CannotOpen):
            disclosures: Disclosures = disclosures_of([entry])[entry.seq]
            said = said_by(request.user, entry, disclosures)
    return {
        "actor": people.name(entry.actor),
        "subject": people.name(entry.subject) if entry.subject else "",
        "may_read": may_read,
        "said": said,
        "hidden": fields_of(entry.envelope),
    }


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
    that were ticked, as far as the reader may know them."""
    check_can_see(request.user)
    found = _entry(log, seq)
    note(request, BUNDLE, found.subject)
    choice = BundleForm(request.GET, choices=[(n, n) for n in fields_of(found.envelope)])
    fields = choice.chosen if can_read(request.user, found.subject) else []
    try:
        text = bundle_text(bundle_of([found], fields))
    except (NotCovered, CannotOpen) as refusal:
        title = _("There is no bundle of this entry now")
        return error_page(request, status=409, title=title, text=str(refusal))
    response = HttpResponse(text, content_type="application/json")
    name = f"ledger-{log}-{seq}.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
