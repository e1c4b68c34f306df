"""What stands between a right password and being signed in."""

from allauth.core.internal.httpkit import headed_redirect_response
from allauth.mfa.models import Authenticator
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.webauthn.internal.flows import did_use_passwordless_login
from django.http import HttpRequest


class SecondStep(AuthenticateStage):
    """Ask for a code, or a passkey instead, from those who set up an authenticator app.

    A passkey alone adds no second step: it is a quicker way in, and whoever made one can still
    come in with the password from a machine that has no passkey.
    """

    def handle(self) -> tuple[object, bool]:
        if not self._should_handle(self.request):
            return None, True
        self.state["authentication_required"] = True
        return headed_redirect_response("mfa_authenticate"), True

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        if person is None or did_use_passwordless_login(request, person):
            return False
        return Authenticator.objects.filter(
            user_id=person.pk, type=Authenticator.Type.TOTP
        ).exists()
