"""How somebody signs in, and where they are signed in: nobody's business but theirs."""

from django.utils.translation import gettext_lazy as _

from amanah.base import sights
from amanah.people.rules.profile import is_own

sights.declare(
    "account: ways in",
    _("whether you sign in with a password, a passkey, a code or your institution"),
    is_own,
)
sights.declare(
    "account: browsers", _("the browsers in which you are signed in, and since when"), is_own
)
sights.declare("account: address", _("changes of your e-mail address"), is_own)
sights.declare("account: joining", _("that two accounts of yours are about to become one"), is_own)
