"""Signing in, and one's own account. Names that allauth looks for stand outside the namespace."""

from django.urls import URLPattern, URLResolver, include, path

from amanah.people.views import (
    account,
    address,
    belonging,
    browsers,
    closed,
    deaths,
    entering,
    factors,
    forgotten,
    gone,
    invitations,
    joining,
    links,
    passkeys,
    profile,
    proving,
    roster,
    sign_ons,
    two_accounts,
)

own = [
    path("", account.account, name="account"),
    path("prove/", proving.prove, name="prove"),
    path("prove/passkey/", proving.prove_by_passkey, name="prove_by_passkey"),
    path("password/", account.password, name="password"),
    path("address/", address.address, name="address"),
    path("address/confirm/<str:secret>/", address.confirm, name="confirm_address"),
    path("address/stop/<str:secret>/", address.stop, name="stop_address"),
    path("two/", two_accounts.two, name="two"),
    path("two/<str:secret>/", two_accounts.prove, name="prove_other"),
    path("two/<str:secret>/passkey/", two_accounts.prove_by_passkey, name="prove_other_by_passkey"),
    path("two/<uuid:pk>/join/", two_accounts.preview, name="join_accounts"),
    path("two/<uuid:pk>/stop/", two_accounts.stop, name="stop_joining"),
    path(
        "two/<str:secret>/stop-by-letter/",
        two_accounts.stop_by_letter,
        name="stop_joining_by_letter",
    ),
    path("codes/", factors.turn_on, name="turn_on_codes"),
    path("codes/off/", factors.turn_off, name="turn_off_codes"),
    path("codes/recovery/", factors.recovery_codes, name="recovery_codes"),
    path("passkeys/", passkeys.add, name="add_passkey"),
    path("passkeys/for-lock/", passkeys.for_lock, name="lock_passkey"),
    path("passkeys/<int:pk>/", passkeys.rename, name="rename_passkey"),
    path("passkeys/<int:pk>/remove/", passkeys.remove, name="remove_passkey"),
    path("sign-on/<int:pk>/remove/", sign_ons.remove, name="remove_sign_on"),
    path("browsers/", browsers.browsers, name="browsers"),
    path("browsers/end/", browsers.end_all, name="end_all_browsers"),
    path("browsers/<uuid:handle>/end/", browsers.end, name="end_browser"),
]

# For whoever has shown that a closed account is theirs.
still = [
    path("code/", closed.code, name="closed_code"),
    path("copy/", closed.copy, name="closed_copy"),
    path("erase/", closed.erase, name="closed_erase"),
    path("stay/", closed.stay, name="closed_stay"),
    path("done/", closed.done, name="closed_done"),
]

staff = [
    path("people/", roster.roster, name="roster"),
    path("links/", links.links, name="links"),
    path("links/<uuid:pk>/end/", links.end, name="end_link"),
    path("people/<uuid:pk>/", roster.card, name="staff_card"),
    path("people/<uuid:pk>/appoint/", roster.appoint, name="appoint"),
    path("people/<uuid:pk>/gone/", gone.gone, name="gone"),
    path("people/<uuid:pk>/died/", deaths.died, name="died"),
    path("people/<uuid:pk>/died/confirm/", deaths.confirm, name="confirm_death"),
    path("people/<uuid:pk>/died/back/", deaths.take_back, name="take_back_death"),
    path("people/gone/", gone.those_gone, name="those_gone"),
    path("people/gone/<uuid:pk>/allow/", gone.allow, name="allow"),
    path("invitations/", invitations.invitations, name="invitations"),
    path("invitations/<uuid:pk>/withdraw/", invitations.withdraw, name="withdraw"),
    path("invitations/<uuid:pk>/resend/", invitations.resend, name="resend"),
]

pages: list[URLPattern | URLResolver] = [
    path("account/", include(own)),
    path("enter/closed/", include(still)),
    path("join/with/<str:secret>/", links.ask, name="join_by_link"),
    path("join/with/<str:secret>/sent/", links.asked, name="join_by_link_sent"),
    path("join/<str:secret>/", joining.join, name="join"),
    path("profile/", profile.profile, name="profile"),
    path("profile/person/", profile.person, name="person"),
    path("profile/card/", profile.card, name="card"),
    path("profile/preview/", profile.preview, name="preview"),
    path("profile/work/", profile.working_card, name="working_card"),
    path("institutions/", belonging.belongings, name="belongings"),
    path("institutions/<uuid:pk>/department/", belonging.department, name="department"),
    path("institutions/<uuid:pk>/leave/", belonging.leave, name="leave"),
    path("appointments/<uuid:pk>/step-down/", belonging.step_down, name="step_down"),
    path("staff/<slug:slug>/", include(staff)),
]

urlpatterns = [
    path("enter/", entering.enter, name="account_login"),
    path("enter/second/", factors.second_step, name="mfa_authenticate"),
    path("enter/passkey/", passkeys.enter, name="enter_by_passkey"),
    path("enter/with/<slug:sign_on>/", sign_ons.start, name="enter_with"),
    path(
        "enter/with/<slug:provider_id>/callback/",
        sign_ons.oidc_callback,
        name="openid_connect_callback",
    ),
    path("enter/with/<slug:organization_slug>/acs/", sign_ons.saml_acs, name="saml_acs"),
    path(
        "enter/with/<slug:organization_slug>/acs/finish/",
        sign_ons.saml_finish,
        name="saml_finish_acs",
    ),
    path(
        "enter/with/<slug:organization_slug>/metadata/",
        sign_ons.saml_metadata,
        name="saml_metadata",
    ),
    path("enter/with/<slug:organization_slug>/logout/", sign_ons.saml_logout, name="saml_sls"),
    path("enter/closed/", closed.closed, name="account_inactive"),
    path("leave/", entering.leave, name="account_logout"),
    path("forgotten/", forgotten.forgotten, name="account_reset_password"),
    path("forgotten/sent/", forgotten.letter_sent, name="account_reset_password_done"),
    path(
        "forgotten/<str:person>/<str:secret>/",
        forgotten.choose,
        name="account_reset_password_from_key",
    ),
    path("", include((pages, "people"))),
]
