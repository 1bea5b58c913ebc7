"""Signing in without a password: by a code to a phone or a mailbox, or by a printed code."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from chatserver.accounts.codes import codes
from chatserver.accounts.codes.code_sender import CODE_SENDER, CodeMessage
from chatserver.accounts.codes.code_words import compose_code
from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.printed_codes import BY_PAPER, sign_in_by_slip
from chatserver.accounts.landing_page import landing_path
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.client_address import client_address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.proof_of_work import WorkNeeded, next_challenge, read_work
from chatserver.accounts.limits.too_many_requests import can_be_shown_again, too_many_requests_page
from chatserver.accounts.models import SignInCode, User
from chatserver.accounts.second_factor.passkey_sign_in import begin_passkey_sign_in, options_json
from chatserver.accounts.senders import find_sender
from chatserver.accounts.sign_in import state as sign_in_state
from chatserver.accounts.sign_in.forms import PAPER_WAY, SIGN_IN_FORMS, CodeForm, WayForm, WhoForm, ways_here
from chatserver.accounts.sign_in.login import enter
from chatserver.accounts.sign_in.state import SignInState
from chatserver.accounts.signups import shared_numbers
from chatserver.redirects import own_address
from sessions.platform.refusals import Refused

Page = Callable[..., HttpResponse]


def for_signed_out(page: Page) -> Page:
    """A page for visitors: a user who is signed in already is redirected to their landing page."""

    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter_page(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            return redirect(own_address(request, request.GET.get("next", "")) or landing_path(request.user))
        return page(request)

    return enter_page


@for_signed_out
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form for the address. The answer does not tell whether an account has the address."""
    ways = ways_here()
    told = request.POST if request.method == "POST" else request.GET
    by = told.get("by", "")
    way = next((each for each in ways if each.name == by), ways[0])
    form = SIGN_IN_FORMS[way.name](request.POST if request.method == "POST" else None, initial={"stays": True})
    wanted, status, challenge = told.get("next", ""), 200, None
    if form.is_bound and form.is_valid():
        try:
            return _sign_in_by_paper(request, form) if way.name == PAPER_WAY else _send_code(request, form)
        except Refused as refused:
            form.refuse(refused.message)
            status, challenge = _status_of(refused), next_challenge(request, refused)
            if isinstance(refused, WorkNeeded) and can_be_shown_again(request):
                return HttpResponse(too_many_requests_page(request, challenge), status=status)
    elif form.is_bound:
        status = 422
    context = {"form": form, "way": way, "ways": ways, "next": own_address(request, wanted)}
    passkey = begin_passkey_sign_in()
    context |= {"challenge": challenge, "passkey": passkey, "passkey_json": options_json(passkey.options)}
    return render(request, "accounts/sign_in/sign_in.html", context, status=status)


@for_signed_out
def code_page(request: HttpRequest) -> HttpResponse:
    """The form for the code. POST tries it; a right code leads to the choice of the person, or signs in at once."""
    state = sign_in_state.find_state(request)
    if state is None:
        return redirect("sign_in")
    form, status, challenge = CodeForm(request.POST if request.method == "POST" else None), 200, None
    if form.is_bound and form.is_valid():
        try:
            proof = codes.try_code(state.browser, text=form.cleaned_data["code"], origin=origin_of_request(request))
        except Refused as refused:
            form.refuse(refused.message)
            status, challenge = _status_of(refused), next_challenge(request, refused)
        else:
            request.session.cycle_key()  # anyone else who knows the old key must not choose the person
            return _go_on(request, state, proof)
    elif form.is_bound:
        status = 422
    sent = codes.last_code(state.browser)
    if sent is None:
        return redirect("sign_in_who" if codes.proven_code(state.browser) else "sign_in")
    context = {"form": form, "challenge": challenge, **_facts_of(sent)}
    return render(request, "accounts/sign_in/code.html", context, status=status)


@require_POST
@for_signed_out
def send_again(request: HttpRequest) -> HttpResponse:
    """Send another code to the same address; the code before it becomes void."""
    state = sign_in_state.find_state(request)
    sent = codes.last_code(state.browser) if state is not None else None
    if state is None or sent is None:
        return redirect("sign_in")
    try:
        _send(request, state, channel=sent.channel, address=sent.address)
    except Refused as refused:
        form = CodeForm({"code": ""})
        form.is_valid()
        form.refuse(refused.message)
        context = {"form": form, "again_challenge": next_challenge(request, refused), **_facts_of(sent)}
        return render(request, "accounts/sign_in/code.html", context, status=_status_of(refused))
    return redirect("sign_in_code")


@for_signed_out
def who_page(request: HttpRequest) -> HttpResponse:
    """The choice of a person of the household, or of a new person."""
    state = sign_in_state.find_state(request)
    proof = codes.proven_code(state.browser) if state is not None else None
    if state is None or proof is None:
        return redirect("sign_in")
    people = shared_numbers.people_at(proof.channel, proof.address)
    form, status, challenge = WhoForm(request.POST if request.method == "POST" else None), 200, None
    if form.is_bound and form.is_valid():
        try:
            return _enter_as(request, state, proof, form.cleaned_data["who"], people)
        except Refused as refused:
            form.refuse(refused.message)
            status, challenge = _status_of(refused), next_challenge(request, refused)
    elif form.is_bound:
        status = 422
    is_full = len(people) >= shared_numbers.LARGEST_HOUSEHOLD
    context = {"form": form, "people": people, "is_full": is_full, "challenge": challenge}
    return render(request, "accounts/sign_in/who.html", context, status=status)


@require_safe
def by_paper(_request: HttpRequest) -> HttpResponse:
    """The short address that is printed on the slips."""
    return redirect(f"{reverse('sign_in')}?by={PAPER_WAY}")


def origin_of_request(request: HttpRequest) -> RequestOrigin:
    return RequestOrigin(
        client_address_of(request), network_of(request), device=find_device(request), work=read_work(request)
    )


def _send_code(request: HttpRequest, form: WayForm) -> HttpResponse:
    given = form.cleaned_data
    state = sign_in_state.prepare_state(request, wanted=request.POST.get("next", ""), stays=given["stays"])
    sent = codes.last_code(state.browser)
    is_same = sent is not None and (sent.channel, sent.address) == (form.channel, given["address"])
    if not (is_same and sent is not None and codes.holds(sent)):
        _send(request, state, channel=form.channel, address=given["address"])
    sign_in_state.keep_state(request, state)
    return redirect("sign_in_code")


def _send(request: HttpRequest, state: SignInState, *, channel: str, address: str) -> None:
    """Make a code and queue its message. Raises Refused too_often."""
    row, digits = codes.ask_for_code(state.browser, channel=channel, address=address, origin=origin_of_request(request))
    sender = find_sender(channel)
    message = compose_code(digits, channel=channel, address=address, language=get_language() or "en")
    if sender is None or not CODE_SENDER.send_soon(CodeMessage(row.pk, message, channel, sender)):
        codes.void_unsent_code(row.pk)


def _go_on(request: HttpRequest, state: SignInState, proof: SignInCode) -> HttpResponse:
    """Sign a new person in at once where no account has the address; else ask which person it is."""
    if shared_numbers.people_at(proof.channel, proof.address):
        return redirect("sign_in_who")
    try:
        return _enter_as(request, state, proof, WhoForm.NEW, [])
    except Refused:
        return redirect("sign_in_who")  # which says what is in the way


def _enter_as(
    request: HttpRequest, state: SignInState, proof: SignInCode, who: str, people: list[User]
) -> HttpResponse:
    if who == WhoForm.NEW:
        person = shared_numbers.add_person(proof, language=get_language() or "en", origin=origin_of_request(request))
    else:
        chosen = next((each for each in people if str(each.public_id) == who), None)
        person = shared_numbers.choose_person(proof, chosen)
    known_by = codes.addressee_of(proof.channel, proof.address) if state.stays else ""
    return enter(request, person, method="code", wanted=state.wanted, stays=state.stays, known_by=known_by)


def _sign_in_by_paper(request: HttpRequest, form: WayForm) -> HttpResponse:
    given = form.cleaned_data
    person = sign_in_by_slip(given["address"], language=get_language() or "en", origin=origin_of_request(request))
    wanted = own_address(request, request.POST.get("next", ""))
    known_by = BY_PAPER if given["stays"] else ""
    return enter(request, person, method="paper", wanted=wanted, stays=given["stays"], known_by=known_by)


def _facts_of(sent: SignInCode) -> dict[str, object]:
    """What the page says about the code. again_s: the seconds until another code can be asked for."""
    age_s = (timezone.now() - sent.asked_at).total_seconds()
    again_s = 0 if sent.has_failed else max(0, round(rate_limits.CODE_COOL_DOWN.seconds - age_s))
    return {
        "sent": sent,
        "holds": codes.holds(sent),
        "again_s": again_s,
    }


def _status_of(refused: Refused) -> int:
    return 429 if refused.code in ("too_often", "work_needed") else 422
