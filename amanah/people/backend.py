"""Whose address and password these are."""

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser

from amanah.people.queries.account import whoever_signs_in_with


class Backend(AuthenticationBackend):
    """allauth's, over the one address that a person has here, whatever its case.

    An unknown address costs a hash too, so that the answer takes as long.
    """

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        person = whoever_signs_in_with(email)
        return self._check_password(person, password)
