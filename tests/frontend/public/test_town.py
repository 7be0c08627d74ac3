"""In which town a request acts: for this request only, and never in a town where one has nothing to do."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django_scopes import get_scope, scope
from django_scopes.exceptions import ScopeError

from backend.people.models import Newcomer
from backend.people.roles import RoleKind
from frontend.town import CHOICE, OpenTown, choose
from tests import make

pytestmark = pytest.mark.django_db


def answer(account, view, **session):
    """What the view answers to this account through the middleware, and the request."""
    request = RequestFactory().get("/")
    request.user, request.session = account, session
    return OpenTown(view)(request), request


def name_of_the_open_town(request):
    return HttpResponse(get_scope().get("municipality", ""))


def at_work(*towns):
    account = make.account()
    for code in towns:
        with scope(municipality=code):
            make.coordinator(of=code, account=account)
    return account


def test_the_rows_of_the_own_town_are_open():
    response, request = answer(at_work(make.TOWN), name_of_the_open_town)

    assert response.content.decode() == make.TOWN
    assert (request.town.code, request.town_code) == (make.TOWN, make.TOWN)
    assert request.roles.in_town(make.TOWN) == {RoleKind.COORDINATOR}


def test_for_a_stranger_no_town_is_open_and_reading_raises():
    with pytest.raises(ScopeError):
        answer(AnonymousUser(), lambda request: HttpResponse(str(Newcomer.objects.count())))


def test_for_somebody_without_a_role_no_town_is_open():
    _response, request = answer(make.account(), name_of_the_open_town)

    assert (request.town, request.town_code) == (None, "")


def test_nothing_stays_open_after_the_request_not_even_after_an_error():
    def fails(request):
        raise ZeroDivisionError

    answer(at_work(make.TOWN), name_of_the_open_town)
    with pytest.raises(ZeroDivisionError):
        answer(at_work(make.TOWN), fails)

    with pytest.raises(ScopeError):
        Newcomer.objects.count()


def test_two_requests_after_each_other_see_their_own_town_only():
    here, there = at_work(make.TOWN), at_work(make.OTHER_TOWN)

    towns = [answer(account, name_of_the_open_town)[0].content.decode() for account in (here, there, here)]

    assert towns == [make.TOWN, make.OTHER_TOWN, make.TOWN]


def test_who_acts_in_two_towns_chooses_and_the_choice_stays_in_the_session():
    account = at_work(make.TOWN, make.OTHER_TOWN)

    _response, request = answer(account, name_of_the_open_town)
    assert choose(request, make.OTHER_TOWN)
    response, _request = answer(account, name_of_the_open_town, **request.session)

    assert response.content.decode() == make.OTHER_TOWN


def test_a_town_where_one_has_nothing_to_do_cannot_be_chosen():
    account = at_work(make.TOWN)
    make.town(make.OTHER_TOWN)

    _response, request = answer(account, name_of_the_open_town)

    assert not choose(request, make.OTHER_TOWN)
    assert CHOICE not in request.session


def test_a_choice_that_is_no_longer_allowed_is_forgotten():
    response, _request = answer(at_work(make.TOWN), name_of_the_open_town, **{CHOICE: make.OTHER_TOWN})

    assert response.content.decode() == make.TOWN


def test_an_operator_may_open_every_town_with_a_programme():
    make.town(make.TOWN, name="A")
    make.town(make.OTHER_TOWN, name="B")
    operator = make.account(is_staff=True)

    response, request = answer(operator, name_of_the_open_town)

    assert response.content.decode() == make.TOWN
    assert choose(request, make.OTHER_TOWN)


def test_a_role_in_two_ways_leads_to_a_choice_and_one_role_straight_to_its_page():
    account = at_work(make.TOWN)
    browser = make.browser_of(account)
    assert browser.get("/mijn/").status_code == 302
    with scope(municipality=make.OTHER_TOWN):
        make.volunteer(of=make.OTHER_TOWN, account=account)

    page = browser.get("/mijn/")
    chosen = browser.post("/mijn/", {"role": f"VOLUNTEER-{make.OTHER_TOWN}"})

    assert f"Town {make.TOWN}" in page.content.decode()
    assert chosen.status_code == 302
    assert browser.session[CHOICE] == make.OTHER_TOWN


def test_a_role_that_one_does_not_have_is_not_taken():
    browser = make.browser_of(at_work(make.TOWN))

    page = browser.post("/mijn/", {"role": f"CASEWORKER-{make.TOWN}"})

    assert page.status_code == 200


def test_somebody_without_a_role_reads_how_to_take_part():
    page = make.browser_of(make.account(language="en")).get("/mijn/")

    assert "/leren/" in page.content.decode()
