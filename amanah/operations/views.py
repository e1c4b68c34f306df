from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from amanah.base import clock
from amanah.base.access import open_to_all
from amanah.operations import health


@open_to_all
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """For monitors: whether it works, and if not, in which part. Nothing else."""
    at = clock.now()
    if reasons := health.reasons(at=at):
        return JsonResponse({"status": "trouble", "reasons": reasons}, status=503)
    late = health.late(at=at)
    return JsonResponse({"status": "ok", "late": late} if late else {"status": "ok"})
