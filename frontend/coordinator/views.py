"""The coordinator's day: the board, proposals, pairs, who waits, who helps."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.meetings import planning, silence
from backend.pairs import exclusions, proposals
from backend.pairs.models import Exclusion, Pair, Proposal
from backend.people import availability
from backend.people.models import Account, Newcomer, Volunteer
from backend.places import clock
from backend.places.models import Neighbourhood
from frontend import finding
from frontend.coordinator import board as day_board
from frontend.coordinator import forms
from frontend.coordinator.access import coordinators_only
from frontend.pages import render_page
from frontend.town import TownRequest
from notifications import outbox
from notifications.models import Message

ROWS_A_PAGE = 50


@require_GET
@coordinators_only
def board(request: TownRequest) -> HttpResponse:
    """What needs me today."""
    context = day_board.context(request.user, request.town_code, clock.now())
    return render_page(request, "coordinator/board.html", context)


def _listed(request: TownRequest, rows: QuerySet[Any]) -> dict[str, Any]:
    chosen, typed = request.GET.get("neighbourhood", ""), finding.wanted(request)
    rows = finding.named(rows.filter(neighbourhood__code=chosen) if chosen else rows, typed, "account")
    return {
        "page": Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page")),
        "neighbourhoods": Neighbourhood.objects.current_in(request.town_code),
        "chosen": chosen,
        "typed": typed,
        "query": finding.query(neighbourhood=chosen, q=typed),
        "today": clock.local_today(clock.now()),
    }


@require_GET
@coordinators_only
def waiting(request: TownRequest) -> HttpResponse:
    """Who waits, longest first; who looks for a name finds every newcomer."""
    rows = day_board.all_newcomers() if finding.wanted(request) else day_board.waiting_newcomers()
    return render_page(request, "coordinator/waiting.html", _listed(request, rows))


@require_GET
@coordinators_only
def volunteers(request: TownRequest) -> HttpResponse:
    """Who helps, or could."""
    rows = Volunteer.objects.visible_to(request.user).filter(left_on=None)
    rows = rows.select_related("account", "neighbourhood").order_by("account__call_name", "pk")
    return render_page(request, "coordinator/volunteers.html", _listed(request, rows))


def _person(person: Newcomer | Volunteer) -> dict[str, Any]:
    return {
        "person": person,
        "week": availability.week_of([person.account_id])[person.account_id],
        "pairs": Pair.objects.filter(**{type(person).__name__.lower(): person}).for_board(),
        "exclusions": person.exclusions.filter(lifted_at=None)
        .exclude(cause=Exclusion.Cause.SEALED)
        .select_related("newcomer__account", "volunteer__account"),
        "lift_form": forms.Lift(),
    }


@require_GET
@coordinators_only
def newcomer(request: TownRequest, newcomer_id: uuid.UUID) -> HttpResponse:
    """One newcomer: what was told, and the open proposal or why there is none yet."""
    rows = Newcomer.objects.visible_to(request.user).select_related("account", "neighbourhood")
    person = get_object_or_404(rows, pk=newcomer_id)
    proposal = Proposal.objects.visible_to(request.user).open().filter(newcomer=person).first()
    why = None if proposal else person.unmatched_reasons.told().first()
    return render_page(request, "coordinator/newcomer.html", _person(person) | {"why": why, "proposal": proposal})


@require_GET
@coordinators_only
def volunteer(request: TownRequest, volunteer_id: uuid.UUID) -> HttpResponse:
    """One volunteer: what was told, and whom he or she helps."""
    rows = Volunteer.objects.visible_to(request.user).select_related("account", "neighbourhood")
    return render_page(request, "coordinator/volunteer.html", _person(get_object_or_404(rows, pk=volunteer_id)))


@require_GET
@coordinators_only
def proposal_list(request: TownRequest) -> HttpResponse:
    """All proposals that wait for the coordinator or for an answer."""
    rows = Proposal.objects.visible_to(request.user).open().for_board()
    chosen, typed = request.GET.get("neighbourhood", ""), finding.wanted(request)
    rows = rows.filter(newcomer__neighbourhood__code=chosen) if chosen else rows
    found = finding.named(rows, typed, "newcomer__account", "volunteer__account")
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "pending": [each for each in page.object_list if each.state == Proposal.State.PENDING],
        "neighbourhoods": Neighbourhood.objects.current_in(request.town_code),
        "chosen": chosen,
        "typed": typed,
        "query": finding.query(neighbourhood=chosen, q=typed),
        "today": _today(),
    }
    return render_page(request, "coordinator/proposals.html", context)


def _today() -> Any:
    return clock.local_today(clock.now())


def _proposal(request: TownRequest, proposal_id: uuid.UUID) -> Proposal:
    found: Proposal = get_object_or_404(Proposal.objects.visible_to(request.user).for_board(), pk=proposal_id)
    return found


@require_GET
@coordinators_only
def proposal(request: TownRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """One proposal with all its reasons."""
    context = {"proposal": _proposal(request, proposal_id), "form": forms.Reject(), "today": _today()}
    return render_page(request, "coordinator/proposal.html", context)


@require_POST
@coordinators_only
def approve(request: TownRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Offer it to both."""
    found = _proposal(request, proposal_id)
    try:
        proposals.approve(proposal_id=found.pk, by=request.user, now=clock.now())
    except proposals.ProposalClosed:
        messages.error(request, _("This proposal is closed already. Reload the page to see what happened."))
    except proposals.NoPlaceLeft:
        messages.error(request, _("This volunteer has no place left. The next round looks for somebody else."))
    else:
        names = {"newcomer": found.newcomer.account.call_name, "volunteer": found.volunteer.account.call_name}
        messages.success(request, _("We asked %(newcomer)s and %(volunteer)s.") % names)
    return redirect("coordinator:board" if request.POST.get("next") == "board" else "coordinator:proposals")


@require_POST
@coordinators_only
def approve_several(request: TownRequest) -> HttpResponse:
    """Offer all of a page that still wait: each by itself, so that one which cannot stops no other."""
    ids = {pk for pk in map(finding.an_id, request.POST.getlist("proposal")[:ROWS_A_PAGE]) if pk}
    asked = 0
    for found in Proposal.objects.visible_to(request.user).filter(pk__in=ids, state=Proposal.State.PENDING):
        try:
            proposals.approve(proposal_id=found.pk, by=request.user, now=clock.now())
        except (proposals.ProposalClosed, proposals.NoPlaceLeft):
            continue
        asked += 1
    if asked:
        said = ngettext(
            "We asked both people of %(count)s proposal.", "We asked both people of %(count)s proposals.", asked
        )
        messages.success(request, said % {"count": asked})
    if asked < len(ids):
        messages.info(request, _("The others were closed meanwhile, or their volunteer has no place left."))
    return redirect("coordinator:proposals")


@require_POST
@coordinators_only
def reject(request: TownRequest, proposal_id: uuid.UUID) -> HttpResponse:
    """Not these two, with a reason."""
    found = _proposal(request, proposal_id)
    form = forms.Reject(request.POST)
    if form.is_valid():
        try:
            proposals.reject(proposal_id=found.pk, by=request.user, now=clock.now(), **form.cleaned_data)
        except proposals.ProposalClosed:
            form.add_error(None, _("This proposal is closed already. Reload the page to see what happened."))
    if form.errors:
        context = {"proposal": found, "form": form, "today": _today()}
        return render_page(request, "coordinator/proposal.html", context, status=422)
    messages.success(request, _("These two are not proposed again."))
    return redirect("coordinator:proposals")


@require_GET
@coordinators_only
def pair_list(request: TownRequest) -> HttpResponse:
    """Current pairs, longest silence first."""
    typed = finding.wanted(request)
    pairs = Pair.objects.visible_to(request.user).current().for_board()
    rows = finding.named(pairs, typed, "newcomer__account", "volunteer__account")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    today, ids = _today(), [each.pk for each in page.object_list]
    context = {
        "page": page,
        "typed": typed,
        "query": finding.query(q=typed),
        "silent": set(silence.silent(today).filter(pk__in=ids).values_list("pk", flat=True)),
        "paused": set(Pair.objects.paused_on(today).filter(pk__in=ids).values_list("pk", flat=True))
        | planning.kept_apart(ids),
    }
    return render_page(request, "coordinator/pairs.html", context)


@require_POST
@coordinators_only
def lift_exclusion(request: TownRequest, exclusion_id: uuid.UUID) -> HttpResponse:
    """These two may be proposed again."""
    found = get_object_or_404(Exclusion.objects.exclude(cause=Exclusion.Cause.SEALED), pk=exclusion_id)
    form = forms.Lift(request.POST)
    if form.is_valid():
        exclusions.lift(exclusion_id=found.pk, by=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("These two may be proposed again."))
    else:
        messages.error(request, _("Write down why these two may be proposed again."))
    return redirect("coordinator:newcomer", found.newcomer_id)


@require_http_methods(["GET", "POST"])
@coordinators_only
def unreachable(request: TownRequest) -> HttpResponse:
    """Whom a message could not reach: call them, and say so."""
    if request.method == "POST":
        outbox.note_handled(recipient=request.POST.get("person", ""), town=request.town_code, now=clock.now())
        return redirect("coordinator:unreachable")
    ids = Message.objects.troubled(request.town_code).values_list("recipient_id", flat=True)
    people = Account.objects.in_bulk(list(dict.fromkeys(ids[:200])))
    return render_page(request, "coordinator/unreachable.html", {"people": list(people.values())})
