"""A proposal: yes, or no with a reason. The other one never reads the reason."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.pairs import proposals
from backend.pairs.life import NoPlaceLeft
from backend.pairs.models import Proposal
from backend.places import clock
from frontend.taking_part import forms, situation
from frontend.taking_part.audience import Audience
from frontend.taking_part.screens import show
from frontend.town import TownRequest


def _proposal_or_404(request: TownRequest, audience: Audience, proposal_id: uuid.UUID) -> Proposal:
    offered = Proposal.objects.visible_to(request.user).filter(**{f"{audience.name}__account": request.user})
    found: Proposal = get_object_or_404(offered.for_board(), pk=proposal_id)
    return found


@require_GET
def proposal(request: TownRequest, audience: Audience, proposal_id: uuid.UUID) -> HttpResponse:
    """The page of one proposal, for who comes from a message."""
    found = _proposal_or_404(request, audience, proposal_id)
    seen = situation.Situation(audience, audience.role_of(request), clock.now())
    offer = next((offer for offer in seen.offers if offer.proposal.pk == found.pk), None)
    if offer is None:
        return audience.home()
    return show(request, audience, "proposal", seen=seen, offer=offer)


@require_POST
def accept(request: TownRequest, audience: Audience, proposal_id: uuid.UUID) -> HttpResponse:
    """Yes."""
    found = _proposal_or_404(request, audience, proposal_id)
    name = getattr(found, audience.other).account.call_name
    try:
        now_is = proposals.accept(proposal_id=found.pk, by=request.user, now=clock.now())
    except proposals.ProposalClosed:
        messages.info(request, _("This proposal is closed. When there is a new one, you hear from us."))
    except NoPlaceLeft:
        messages.info(request, _("This place was just taken. We look for somebody else for you."))
    else:
        if now_is.state == Proposal.State.ACCEPTED:
            messages.success(request, _("You both said yes. We plan your first meeting now."))
        else:
            messages.success(request, _("You said yes. Now we wait for %(name)s.") % {"name": name})
    return audience.home()


@require_http_methods(["GET", "POST"])
def decline(request: TownRequest, audience: Audience, proposal_id: uuid.UUID) -> HttpResponse:
    """No, with a reason that only the coordinator reads."""
    found = _proposal_or_404(request, audience, proposal_id)
    form = forms.SayNo(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proposals.decline(
                proposal_id=found.pk, by=request.user, reason=form.cleaned_data["reason"], now=clock.now()
            )
        except proposals.ProposalClosed:
            messages.info(request, _("This proposal is closed. When there is a new one, you hear from us."))
        else:
            messages.success(request, _("Thank you for telling us. We look for somebody else for you."))
        return audience.home()
    return show(
        request, audience, "decline", proposal=found, name=getattr(found, audience.other).account.call_name, form=form
    )
