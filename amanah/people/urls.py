from allauth.account import views as account
from django.urls import path

from amanah.base.access import open_to_all

urlpatterns = [
    path("enter/", open_to_all(account.login), name="account_login"),
    path("leave/", open_to_all(account.logout), name="account_logout"),
]
