"""The staff pages where an admin names whom everybody can turn to."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from amanah.base import clock
from amanah.base.access import guard
from amanah.base.refusal import Refused
from amanah.help import queries, services
from amanah.help.forms import ContactForm
from amanah.help.models import Contact
from amanah.institutions import queries as staff
from amanah.institutions import rules
from amanah.institutions.models import Institution
from amanah.shell.pages import sent, sheet, show, wants_sheet


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_change)
@require_GET
def contacts(request: HttpRequest, institution: Institution) -> HttpResponse:
    """Everybody who is named beside the confidential contact."""
    listed = list(queries.contacts_of(institution))
    if wants_sheet(request):
        return _contacts_sheet(listed)
    context = {"institution": institution, "contacts": listed}
    return show(request, "help/contacts.html", context)


def _contacts_sheet(listed: list[Contact]) -> HttpResponse:
    header = (_("Who, or what place"), _("Who that is"), _("Phone"), _("Mail address"))
    lines = [queries.line_of(one) for one in listed]
    return sheet(
        _("Whom everybody can turn to"),
        (*header, _("When they can be reached"), _("For whom")),
        ((one.name, one.about, one.phone, one.email, one.hours, one.programme) for one in lines),
    )


@guard(find=staff.institutions_staffed_by, by="slug", allow=rules.can_change)
@require_http_methods(["GET", "POST"])
def new_contact(request: HttpRequest, institution: Institution) -> HttpResponse:
    form = ContactForm(sent(request), institution=institution, instance=_begun(institution))
    if request.method == "POST" and form.is_valid():
        try:
            services.add_contact(institution, form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("They are named from now on."))
            return redirect("help:contacts", slug=institution.slug)
    return _form(request, institution, form)


def _begun(institution: Institution) -> Contact:
    return Contact(institution=institution, place=0)


@guard(find=queries.contacts_kept_by, allow=rules.can_change)
@require_http_methods(["GET", "POST"])
def contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    form = ContactForm(sent(request), institution=contact.institution, instance=contact)
    if request.method == "POST" and form.save_with(
        services.change_contact, contact, by=request.user, at=clock.now()
    ):
        messages.success(request, _("It is saved."))
        return redirect("help:contacts", slug=contact.institution.slug)
    return _form(request, contact.institution, form, contact)


def _form(
    request: HttpRequest,
    institution: Institution,
    form: ContactForm,
    contact: Contact | None = None,
) -> HttpResponse:
    context = {"institution": institution, "form": form, "contact": contact}
    return show(request, "help/contact.html", context, status=422 if form.errors else 200)


@guard(find=queries.contacts_kept_by, allow=rules.can_change)
@require_POST
def move_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    up = "up" in request.POST
    services.move_contact(contact, up=up, by=request.user, at=clock.now())
    return redirect("help:contacts", slug=contact.institution.slug)


@guard(find=queries.contacts_kept_by, allow=rules.can_change)
@require_POST
def remove_contact(request: HttpRequest, contact: Contact) -> HttpResponse:
    services.remove_contact(contact, by=request.user, at=clock.now())
    messages.success(request, _("They are not named any more."))
    return redirect("help:contacts", slug=contact.institution.slug)
