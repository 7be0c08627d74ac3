"""Where Notify tells how an SMS fared. It is a machine that calls: no session, no form."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from backend.places import clock
from notifications import receipts


@never_cache
@csrf_exempt
@require_POST
def notify_receipt(request: HttpRequest) -> HttpResponse:
    """204 for every receipt in the right form, also a replayed one; 401 without our token, 400 when unreadable."""
    try:
        receipts.check_token(request.headers.get("Authorization", ""))
        told = json.loads(request.body)
        receipts.note(
            reference=UUID(str(told["reference"])),
            provider_id=str(told["id"]),
            status=str(told["status"]),
            now=clock.now(),
        )
    except receipts.NotFromNotify:
        return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
    except (ValueError, KeyError, TypeError, receipts.UnknownStatus):
        return HttpResponse(status=400)
    return HttpResponse(status=204)
