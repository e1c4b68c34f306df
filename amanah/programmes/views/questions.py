"""What a programme asks beside the five questions: listed, written, moved, put away, tried."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.programmes import queries, rules, services
from amanah.programmes.forms.asking import QuestionForm
from amanah.programmes.forms.questions import as_asked
from amanah.programmes.models import Application, Programme, Question
from amanah.shell.pages import sent, show

Kind = Question.Kind


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_GET
def questions(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Every question in order, and what can be done with it."""
    return _questions(request, programme)


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def add_question(request: HttpRequest, programme: Programme) -> HttpResponse:
    """Write a question of the kind that was chosen: ``?kind=choice``."""
    kind = _kind(request, Kind.TEXT)
    form = QuestionForm(sent(request), instance=Question(programme=programme, kind=kind), kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_question(
                programme,
                form.cleaned_data,
                by=request.user,  # type: ignore[arg-type]
                at=clock.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The question is added."))
            return _back_to(made)
    return _question(request, programme, form)


@guard(find=queries.questions_run_by, allow=rules.can_run)
@require_http_methods(["GET", "POST"])
def question(request: HttpRequest, question: Question) -> HttpResponse:
    """Mend a question; where nobody has answered it, it may also become one of another kind."""
    form = QuestionForm(sent(request), instance=question, kind=_kind(request, question.kind))
    try:
        saved = request.method == "POST" and form.save_with(
            services.change_question, question, by=request.user, at=clock.now()
        )
    except services.CannotAsk as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        saved = False
    except services.CannotSetUp as refusal:
        form.add_error(None, str(refusal))
        saved = False
    if saved:
        messages.success(request, _("The question is saved."))
        return _back_to(question)
    return _question(request, question.programme, form, question)


@guard(find=queries.questions_run_by, allow=rules.can_run)
@require_POST
def move(request: HttpRequest, question: Question) -> HttpResponse:
    """One place up or down."""
    is_up = request.POST.get("to") == "up"
    return _after(
        request,
        question,
        lambda **who: services.move_question(question, up=is_up, **who),
        _("The question is moved."),
    )


@guard(find=queries.questions_run_by, allow=rules.can_run)
@require_POST
def put_away(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask it no more."""
    return _after(
        request,
        question,
        lambda **who: services.put_question_away(question, **who),
        _("The question is put away: nobody new is asked it."),
    )


@guard(find=queries.questions_run_by, allow=rules.can_run)
@require_POST
def take_back(request: HttpRequest, question: Question) -> HttpResponse:
    """Ask it again."""
    return _after(
        request,
        question,
        lambda **who: services.take_question_back(question, **who),
        _("The question is asked again, after all others."),
    )


@guard(find=queries.questions_run_by, allow=rules.can_run)
@require_POST
def delete(request: HttpRequest, question: Question) -> HttpResponse:
    """Delete a question that nobody has answered."""
    return _after(
        request,
        question,
        lambda **who: services.delete_question(question, **who),
        _("The question is deleted."),
    )


@guard(find=queries.programmes_run_by, allow=rules.can_run)
@require_GET
def as_applicant(request: HttpRequest, programme: Programme) -> HttpResponse:
    """The questions as somebody who applies sees them, in either role."""
    shown = [
        (role, as_asked(queries.questions_to(role, programme), role=role))
        for role in (Application.Role.MENTEE, Application.Role.MENTOR)
    ]
    context = {"programme": programme, "shown": shown}
    return show(request, "programmes/as_applicant.html", context)


def _kind(request: HttpRequest, otherwise: str) -> str:
    wanted = request.GET.get("kind", "")
    return wanted if wanted in Kind.values else otherwise


def _after(
    request: HttpRequest, question: Question, act: Callable[..., Any], done: str
) -> HttpResponse:
    try:
        act(by=request.user, at=clock.now())
    except Refused as refusal:
        return _questions(request, question.programme, refusal=str(refusal))
    messages.success(request, done)
    return _back_to(question)


def _back_to(question: Question) -> HttpResponse:
    """The list, at this question, so that the keyboard goes on from there."""
    listed = reverse("programmes:questions", args=[question.programme_id])
    return redirect(f"{listed}#question-{question.pk}")


def _questions(request: HttpRequest, programme: Programme, *, refusal: str = "") -> HttpResponse:
    every = list(queries.questions_of(programme))
    asked = [one for one in every if not one.put_away]
    context = {
        "programme": programme,
        "asked": asked,
        "away": [one for one in every if one.put_away],
        "kinds": Kind.choices,
        "most": services.MOST_QUESTIONS,
        "is_full": len(asked) >= services.MOST_QUESTIONS,
        "who": rules.can_read_application.phrase,
        "refusal": refusal,
    }
    status = 422 if refusal else 200
    return show(request, "programmes/questions.html", context, status=status)


def _question(
    request: HttpRequest, programme: Programme, form: QuestionForm, question: Question | None = None
) -> HttpResponse:
    is_answered = question is not None and queries.sent_answers(question).exists()
    context = {
        "programme": programme,
        "question": question,
        "form": form,
        "kind": Kind(form.kind).label,
        "is_answered": is_answered,
        "other_kinds": [one for one in Kind.choices if one[0] != form.kind],
        "who": rules.can_read_application.phrase,
    }
    return show(request, "programmes/question.html", context, status=422 if form.errors else 200)
