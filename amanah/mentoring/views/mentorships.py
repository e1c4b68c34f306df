"""A member's own mentorships, and asking one other person for one."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import THIS_GROUP, anyone_signed_in, guard, only_you_and
from amanah.base.refusal import Refused
from amanah.conflicts import queries as conflicts
from amanah.mentoring import notices, queries, rules, services
from amanah.mentoring.agreement import asked, clauses
from amanah.mentoring.forms import InviteForm
from amanah.mentoring.models import Invitation, Membership, Mentorship
from amanah.people import queries as people
from amanah.people.services import limits
from amanah.programmes import queries as programmes
from amanah.programmes import rules as programme_rules
from amanah.programmes.models import Cohort
from amanah.sealing import queries as sealing
from amanah.shell.pages import sent, sheet, show, wants_sheet


@guard(allow=anyone_signed_in)
@require_GET
def mentorships(request: HttpRequest) -> HttpResponse:
    """My mentorships, and the invitations of mine that wait."""
    me: Any = request.user
    context = {
        "lines": [
            {"mentorship": one, "others": queries.others_in(one, me)}
            for one in queries.mentorships_for(me)
        ],
        "left": _lines_left(me),
        "invitations": queries.open_invitations_of(me, at=clock.now()),
        "who": rules.can_view.phrase,
        "who_sees_address": rules.can_see_address.phrase,
    }
    return show(request, "mentoring/mentorships.html", context)


def _lines_left(person: Any) -> list[dict[str, Any]]:
    found = []
    for one in queries.left_by(person):
        part = queries.part_left_by(one, person)
        if part is not None:
            found.append({"mentorship": one, "others": queries.others_with(one, part)})
    return found


@guard(find=queries.mentorships_ever_of, allow=rules.can_look_back)
@require_GET
def mentorship(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Who the other is, while it goes on; once it is closed or left, that it was."""
    me: Any = request.user
    at = clock.now()
    part = queries.part_left_by(mentorship, me)
    if part is not None:
        return _left(request, mentorship, part)
    others = [
        {
            "membership": one,
            "profile": people.profile_of(one.person),
            "working": people.working_card_of(one.person)
            if rules.can_see_working_card(me, (mentorship, one.person), at=at)
            else None,
            "sees_contact": rules.can_see_contact(me, (mentorship, one.person), at=at),
        }
        for one in queries.others_in(mentorship, me)
    ]
    is_gone = mentorship.emptied_at is not None or queries.is_past(mentorship, at=at)
    if is_gone:
        mentorship.room = None
    agreement = asked.agreement_of(mentorship)
    own = asked.own_part(mentorship, me)
    is_pair = mentorship.form == Mentorship.Form.PAIR
    context = {
        "mentorship": mentorship,
        "own": own,
        "others": others,
        "agreement": agreement,
        "in_force": agreement if agreement.is_signed else asked.in_force(mentorship),
        "i_signed": own.pk in asked.have_signed(agreement),
        "limits": clauses.LIMITS if _writes_first(mentorship, me) else (),
        "suggests_working": asked.suggests_working(mentorship, at=at),
        "decides_over_me": _decides_over(me, own, others, at=at),
        "shares_contact": people.profile_of(me).share_contact,
        "who": rules.can_view.phrase if is_pair else THIS_GROUP,
        "who_reads_hopes": _readers(others),
        "who_reads_notes": rules.can_read_notes.phrase,
        "is_gone": is_gone,
        "again": None if mentorship.is_active else _again(mentorship, own, at=at),
    }
    return show(request, "mentoring/mentorship.html", context)


def _writes_first(mentorship: Mentorship, person: Any) -> bool:
    """Whether the next words would be somebody's first here."""
    room = mentorship.room_id
    return mentorship.is_active and room is not None and not sealing.has_written(person, room)


def _left(request: HttpRequest, mentorship: Mentorship, part: Membership) -> HttpResponse:
    """A group or circle that goes on without its reader: what was theirs as they left."""
    if mentorship.emptied_at is not None:
        raise Http404
    context = {
        "mentorship": mentorship,
        "part": part,
        "others": queries.others_with(mentorship, part),
        "who_reads_notes": rules.can_read_notes.phrase,
        "again": _again(mentorship, part, at=clock.now()),
    }
    return show(request, "mentoring/left.html", context)


def _again(mentorship: Mentorship, own: Membership, *, at: Any) -> dict[str, Any]:
    """How somebody may look again: with which part in the cohort, and how they stand there."""
    part = queries.part_to_look_with(mentorship, own.person, at=at)
    waits = part is not None and part.waits_since is not None
    return {
        "part": part,
        "was_mentor": own.role == Membership.Role.MENTOR,
        "place": programmes.place_on_wait_list(part) if part is not None and waits else 0,
        "may_search": part is not None
        and programmes.cohorts_to_search(own.person, at=at).filter(pk=part.cohort_id).exists(),
    }


@guard(find=queries.mentorships_ever_of, allow=rules.can_look_back)
@require_POST
def again(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Look for somebody again, or no longer."""
    me: Any = request.user
    try:
        if "stop" in request.POST:
            services.look_no_more(mentorship, by=me, at=clock.now())
            messages.success(request, _("You are not on the wait-list any more."))
        else:
            services.look_again(mentorship, by=me, at=clock.now())
            messages.success(request, _("You are looking again."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(mentorship)


def _decides_over(
    me: Any, own: Membership, others: list[dict[str, Any]], *, at: datetime
) -> list[str]:
    """Which mentors of a mentee decide over them, as staff put in and both know."""
    if own.role != Membership.Role.MENTEE:
        return []
    above = conflicts.decides_over(me, at=at)
    members = [one["membership"] for one in others]
    return [one.person.name for one in members if one.role == "mentor" and one.person_id in above]


def _readers(others: list[dict[str, Any]]) -> Any:
    """Who reads what is written to each other: by name, where there still is somebody."""
    names = [one["membership"].person.name for one in others]
    return only_you_and(names) if names else rules.can_read_notes.phrase


@guard(find=queries.mentorships_for, allow=rules.can_close)
@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Close it, in one step and without a reason."""
    if request.method == "GET":
        others = queries.others_in(mentorship, request.user)
        goes_on = queries.goes_on_without(mentorship, request.user)
        context = {"mentorship": mentorship, "others": others, "goes_on": goes_on}
        return show(request, "mentoring/close.html", context)
    services.close_mentorship(mentorship, by=request.user, at=clock.now())
    messages.success(request, _("This mentorship is closed."))
    return redirect(mentorship)


@guard(find=queries.mentorships_for, allow=rules.can_agree)
@require_POST
def phase(request: HttpRequest, mentorship: Mentorship) -> HttpResponse:
    """Say in which phase it is, for all of us."""
    wanted = request.POST.get("phase", "")
    try:
        services.declare_phase(mentorship, wanted, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(mentorship)


@guard(allow=anyone_signed_in)
@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """Ask one person, by letter or by a link that is shown once."""
    me: Any = request.user
    here = [one.institution for one in people.affiliations_of(me)]
    form, status = InviteForm(sent(request), institutions=here), 200
    if request.method == "POST":
        status = 422
        try:
            if form.is_valid():
                limits.count(request, "ask_for_mentorship", person=me)
                made = services.invite(**form.wanted, by=me, at=clock.now())
                return _sent(request, made.invitation, made.secret)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status if isinstance(refusal, limits.TooOften) else 422
    context = {"form": form, "institutions": here}
    return show(request, "mentoring/invite.html", context, status=status)


@sensitive_variables("secret")
def _sent(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """The link is shown now and never again; of a letter, that it is on its way."""
    if invitation.address:
        messages.success(request, _("Your letter is on its way. It has no name in it."))
        return redirect("mentoring:mentorships")
    context = {"invitation": invitation, "link": notices.link_of(secret)}
    return show(request, "mentoring/link.html", context)


@guard(find=queries.open_invitations_of, allow=rules.can_see_invitation)
@require_POST
def withdraw(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Ask no longer."""
    services.withdraw_invitation(invitation, by=request.user, at=clock.now())  # type: ignore[arg-type]
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("mentoring:mentorships")


@guard(allow=anyone_signed_in)
@sensitive_variables("secret")
@require_http_methods(["GET", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Who asks, and as what; yes or no. Whatever is not open to the reader looks the same."""
    me: Any = request.user
    at, refusal = clock.now(), ""
    invitation = queries.invitation_opened_by(secret, me, at=at)
    if invitation is None:
        return show(request, "mentoring/over.html", status=410)
    try:
        if request.method == "POST" and "yes" in request.POST:
            begun = services.accept_invitation(secret, by=me, at=at)
            messages.success(request, _("Your mentorship has begun."))
            return redirect(begun)
        if request.method == "POST" and "no" in request.POST:
            services.turn_down(secret, by=me, at=at)
            messages.success(request, _("Nobody is told. The invitation runs out by itself."))
            return redirect("home:today")
    except services.CannotAccept:
        return show(request, "mentoring/over.html", status=410)
    except Refused as refused:
        refusal = str(refused)
    context = {
        "invitation": invitation,
        "profile": people.profile_of(invitation.by),
        "refusal": refusal,
        "is_by_contact": queries.is_by_contact(invitation),
    }
    return show(request, "mentoring/invited.html", context, status=422 if refusal else 200)


@guard(find=programmes.cohorts_run_by, allow=programme_rules.is_coordinator)
@require_GET
def pairs(request: HttpRequest, cohort: Cohort) -> HttpResponse:
    """Who is paired in a cohort, for those who run it; never a pair of their own."""
    found = queries.mentorships_in(cohort, but=request.user)
    signed = asked.signed_days(found)
    lines = [
        {
            "mentorship": one,
            "signed_at": signed.get(one.pk),
            "mentors": [each for each in members if each.role == "mentor"],
            "mentees": [each for each in members if each.role != "mentor"],
            "members": members,
            "is_circle": one.form == Mentorship.Form.CIRCLE,
        }
        for one in found
        for members in [[each for each in one.memberships.all() if each.left_at is None]]
    ]
    if wants_sheet(request):
        return _pairs_sheet(cohort, lines)
    is_circle = cohort.programme.form == Mentorship.Form.CIRCLE
    context = {"cohort": cohort, "lines": lines, "is_circle": is_circle}
    return show(request, "mentoring/pairs.html", context)


def _pairs_sheet(cohort: Cohort, lines: list[dict[str, Any]]) -> HttpResponse:
    """What the page says: days, and no hours."""
    day_of = cohort.programme.institution.day_of

    def names(members: list[Membership]) -> str:
        return ", ".join(one.person.name for one in members)

    return sheet(
        _("Who is paired"),
        (
            *(_("Mentor"), _("Mentee"), _("State"), _("Since")),
            *(_("Phase"), _("Phase since"), _("Agreement signed")),
        ),
        (
            (
                names(line["mentors"]),
                names(line["mentees"]),
                line["mentorship"].get_state_display(),
                day_of(line["mentorship"].began_at).isoformat(),
                line["mentorship"].get_phase_display(),
                str(line["mentorship"].phase_since or ""),
                day_of(line["signed_at"]).isoformat() if line["signed_at"] else "",
            )
            for line in lines
        ),
    )
