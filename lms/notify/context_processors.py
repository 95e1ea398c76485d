from django.http import HttpRequest


def bell(request: HttpRequest) -> dict[str, int]:
    """How many unread notices the bell shows: counted when the signed-in account was fetched."""
    return {"unread_notices": getattr(getattr(request, "user", None), "unread_notices", 0)}
