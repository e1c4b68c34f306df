from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.operations import health


@open_to_all
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For monitors: whether it works, and if not, in which part. Nothing else."""
    reasons = health.reasons(at=clock.now())
    status = "trouble" if reasons else "ok"
    return JsonResponse(
        {"status": status, "reasons": reasons} if reasons else {"status": status},
        status=503 if reasons else 200,
    )
