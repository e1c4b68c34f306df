"""The agreement of a mentorship: each alone, side by side, and signed. For its members alone."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard, only_you_and
from amanah.base.refusal import Refused
from amanah.mentoring import queries, rules, services
from amanah.mentoring.agreement import asked, clauses, exact, shown
from amanah.mentoring.forms import OwnChoicesForm, SignForm, TakeForm
from amanah.mentoring.models import Agreement, Mentorship
from amanah.shell.pages import sent, show


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_GET
def agreement(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """What is agreed, or could be: the limits first, then what it says, then signing."""
    return _page(request, mentorship)


def _page(
    request: HttpRequest, mentorship: Mentorship, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    me: Any = request.user
    newest = asked.agreement_of(mentorship)
    own = asked.own_part(mentorship, me)
    signed = asked.have_signed(newest)
    in_force = newest if newest.is_signed else asked.in_force(mentorship)
    is_open = mentorship.is_active and not newest.is_signed
    context = {
        "in_force": in_force,
        "earlier": asked.earlier_versions(mentorship),
        "is_open": is_open,
        "i_signed": own.pk in signed,
        "apart": shown.apart(newest, me) if is_open else [],
        "words_apart": shown.words_apart(newest) if is_open else [],
        "shown": [
            {"membership": one.membership, "name": shown.name_of(one.membership, me)}
            for one in asked.sides_shown(newest)
        ],
        "own_side": asked.side_of(newest, own),
        "first_look": asked.first_look(mentorship, in_force or newest),
        "refusal": refusal,
    }
    context |= _read(mentorship, newest, me)
    return show(request, "mentoring/agreement.html", context, status=status)


def _read(
    mentorship: Mentorship, version: Agreement, me: Any, *, is_printed: bool = False
) -> dict[str, Any]:
    """What stands in a version, its exact text where we know it, and who has signed it."""
    reader = None if is_printed else me
    members = shown.members_of(version)
    text = "" if version.words else exact.text_of(version, members)
    when = {one.membership_id: one.signed_at for one in _signatures(version)}
    others = [one.person.name for one in queries.others_in(mentorship, me)]
    return {
        "mentorship": mentorship,
        "agreement": version,
        "is_printed": is_printed,
        "parts": shown.parts_of(version, reader),
        "members": [
            {"membership": one, "name": shown.name_of(one, reader), "signed_at": when.get(one.pk)}
            for one in members
        ],
        "fixed": clauses.FIXED,
        "limits": clauses.LIMITS,
        "text": text,
        "hash": exact.hash_of(text) if text else "",
        "who": only_you_and(others) if others else rules.can_view.phrase,
    }


def _signatures(version: Agreement) -> list[Any]:
    return list(version.signatures.all()) if asked.is_kept(version) else []


@guard(find=asked.agreements_for, allow=rules.can_read_agreement)
@require_GET
def agreement_version(request: HttpRequest, version: Agreement) -> HttpResponse:
    """One version, to read and to print: as it was signed, or as it stands."""
    about = _read(version.mentorship, version, request.user, is_printed=True)
    return show(request, "mentoring/agreement-version.html", about)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_http_methods(["GET", "POST"])
def own_choices(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """What I would choose: for myself, until I show it."""
    me: Any = request.user
    own, version = asked.own_part(mentorship, me), asked.agreement_of(mentorship)
    side = asked.side_of(version, own)
    others = [one.person.name for one in queries.others_in(mentorship, me)]
    is_shown = side is not None and side.shown_at is not None
    readers = only_you_and(others) if others else rules.can_view.phrase
    form = OwnChoicesForm(
        sent(request),
        own=own,
        choices=(side or version).choices,
        visible_to=readers if is_shown else rules.can_read_own_choices,
    )
    refusal, status = "", 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                return _kept(request, mentorship, form)
            except Refused as refused:
                refusal, status = str(refused), refused.status
    context = {
        "mentorship": mentorship,
        "form": form,
        "is_shown": is_shown,
        "is_open": mentorship.is_active and not version.is_signed,
        "others": others,
        "who": readers,
        "refusal": refusal,
    }
    return show(request, "mentoring/own-choices.html", context, status=status)


def _kept(request: HttpRequest, mentorship: Mentorship, form: OwnChoicesForm) -> HttpResponse:
    is_shown = "show" in request.POST
    side = services.keep_side(
        mentorship, form.chosen, by=request.user, at=clock.now(), is_shown=is_shown
    )
    if side.shown_at is None:
        messages.success(request, _("Kept. Nobody else sees it until you show it."))
        return redirect("mentoring:own_choices", mentorship.pk)
    messages.success(request, _("What you chose stands beside what the others choose."))
    return redirect("mentoring:agreement", mentorship.pk)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_POST
def take(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Put one of the choices, everything that one of us showed, or words into the agreement."""
    form, me, at = TakeForm(request.POST), request.user, clock.now()
    said = form.cleaned_data if form.is_valid() else {}
    try:
        if said.get("clause"):
            services.take_words(mentorship, clause=said["clause"], mid=said["mid"], by=me, at=at)
        elif said.get("whose"):
            services.take(mentorship, whose=said["whose"], key=said["key"], by=me, at=at)
        else:
            raise services.CannotAgree(
                _("That is not there to be taken. Please look at the page again.")
            )
    except Refused as refused:
        return _page(request, mentorship, refusal=str(refused), status=refused.status)
    messages.success(request, _("It stands in the agreement now. All of you sign it as it is."))
    return redirect("mentoring:agreement", mentorship.pk)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_POST
def sign(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Sign what I was shown, by its version and the hash of its text."""
    form = SignForm(request.POST)
    said = form.cleaned_data if form.is_valid() else {}
    try:
        signed = services.sign(
            mentorship,
            version=said.get("version", 0),
            change=said.get("change", 0),
            text_hash=said.get("hash", ""),
            by=request.user,
            at=clock.now(),
        )
    except Refused as refused:
        return _page(request, mentorship, refusal=str(refused), status=refused.status)
    if signed.is_signed:
        messages.success(request, _("All of you have signed. It is in force from today."))
    else:
        messages.success(request, _("You have signed. It is in force once all of you have."))
    return redirect("mentoring:agreement", mentorship.pk)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_POST
def take_signature_back(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Sign no longer, until all have."""
    try:
        services.take_signature_back(mentorship, by=request.user, at=clock.now())
    except Refused as refused:
        return _page(request, mentorship, refusal=str(refused), status=refused.status)
    messages.success(request, _("You have not signed it any more."))
    return redirect("mentoring:agreement", mentorship.pk)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_POST
def ask_for_change(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Begin the next version; the signed one stays in force meanwhile."""
    try:
        services.ask_for_change(mentorship, by=request.user, at=clock.now())
    except Refused as refused:
        return _page(request, mentorship, refusal=str(refused), status=refused.status)
    messages.success(
        request, _("A new version is open. What you signed stays in force until all sign that one.")
    )
    return redirect("mentoring:agreement", mentorship.pk)
