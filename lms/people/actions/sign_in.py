from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from lms.people.errors import TooManyAttempts, WrongSignIn
from lms.people.models import Employee, SignInFailure
from lms.people.models.employee import normalised_staff_number
from lms.people.rules import throttle


def sign_in(*, staff_number: str, password: str, address: str) -> Employee:
    """The employee with this staff number and password.

    The one action without an actor: nobody acts before somebody has signed in. `address` is the
    caller's network address. Raises `TooManyAttempts` while the staff number or the caller must
    wait, else `WrongSignIn` whatever is wrong.

    The attempt is counted against the staff number before the password is looked at, so that
    guesses sent side by side do not all pass the same free count; the slow hash itself is worked
    out between two short transactions, so that nobody else waits for it.
    """
    staff_number = normalised_staff_number(staff_number)
    key = failure_key("staff-number", staff_number)
    caller_key = failure_key("address", throttle.network_of(address))
    _count_attempt(key, caller_key)
    employee = authenticate(None, staff_number=staff_number, password=password)
    if not isinstance(employee, Employee):
        with transaction.atomic(durable=True):
            _add_failure(_locked(caller_key), timezone.now())
        raise WrongSignIn
    with transaction.atomic(durable=True):
        SignInFailure.objects.filter(key=key).delete()
    return employee


def failure_key(kind: str, value: str) -> str:
    """What failures are counted under: a hash with the site's key, so that the table tells nobody
    who failed from where."""
    return salted_hmac(f"lms.people.sign_in.{kind}", value, algorithm="sha256").hexdigest()


def _count_attempt(key: str, caller_key: str) -> None:
    now = timezone.now()
    caller = SignInFailure.objects.filter(key=caller_key).first()
    caller_wait = _wait(caller, now, throttle.FREE_PER_ADDRESS) if caller else timedelta(0)
    with transaction.atomic(durable=True):
        failure = _locked(key)
        wait = max(_wait(failure, now, throttle.FREE_PER_STAFF_NUMBER), caller_wait)
        if wait:
            raise TooManyAttempts(wait)
        _add_failure(failure, now)


def _locked(key: str) -> SignInFailure:
    """The row of the key, made if need be; two who make it at once get the same one."""
    rows = SignInFailure.objects.select_for_update().filter(key=key)
    if found := rows.first():
        return found
    begun = SignInFailure(key=key, last_at=timezone.now())
    SignInFailure.objects.bulk_create([begun], ignore_conflicts=True)
    return rows.get()


def _wait(failure: SignInFailure, now: datetime, free: int) -> timedelta:
    return throttle.remaining_wait(failure.count, failure.last_at, now, free=free)


def _add_failure(failure: SignInFailure, now: datetime) -> None:
    failure.count = throttle.count_after_failure(failure.count, failure.last_at, now)
    failure.last_at = now
    failure.save(update_fields=["count", "last_at"])
