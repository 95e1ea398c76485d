from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def destination(request: HttpRequest, default: str) -> str:
    """Where `next` leads, if that is an address on this site; else the default (an address or the
    name of one). A bare word is no address: `redirect` would look for a page of that name."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours and "/" in wanted else resolve_url(default)
