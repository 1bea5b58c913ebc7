"""Signing in without a password: a code to a phone or a mailbox, or one from a piece of paper."""

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
from chatserver.accounts.codes.code_sender import POST, CodeMessage
from chatserver.accounts.codes.code_words import compose_code
from chatserver.accounts.codes.codes import RequestOrigin
from chatserver.accounts.codes.printed_codes import BY_PAPER, sign_in_by_slip
from chatserver.accounts.landing_page import own_place
from chatserver.accounts.limits import rate_limits
from chatserver.accounts.limits.client_address import address_of, network_of
from chatserver.accounts.limits.device_cookie import find_device
from chatserver.accounts.limits.work import next_challenge, read_work
from chatserver.accounts.models import SignInCode, User
from chatserver.accounts.second_factor.passkey_sign_in import begin_passkey_sign_in, options_json
from chatserver.accounts.senders import find_sender
from chatserver.accounts.sign_in import state as sign_in_state
from chatserver.accounts.sign_in.forms import FORMS, PAPER, CodeForm, WayForm, WhoForm, ways_here
from chatserver.accounts.sign_in.login import enter
from chatserver.accounts.sign_in.state import SignInState
from chatserver.accounts.signups import shared_numbers
from chatserver.redirects import own_address
from sessions.refusals import Refused

Page = Callable[..., HttpResponse]


def for_strangers(page: Page) -> Page:
    """Whoever is signed in already goes to their own place."""

    @never_cache
    @sensitive_post_parameters()
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(page)
    def enter_page(request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User):
            return redirect(own_address(request, request.GET.get("next", "")) or own_place(request.user))
        return page(request)

    return enter_page


@for_strangers
def sign_in(request: HttpRequest) -> HttpResponse:
    """Where the code shall go. The answer is the same whether anybody is known by the address or not."""
    ways = ways_here()
    told = request.POST if request.method == "POST" else request.GET
    by = told.get("by", "")
    way = next((each for each in ways if each.name == by), ways[0])
    form = FORMS[way.name](request.POST if request.method == "POST" else None, initial={"stays": True})
    wanted, status, challenge = told.get("next", ""), 200, None
    if form.is_bound and form.is_valid():
        try:
            return _sign_in_by_paper(request, form) if way.name == PAPER else _send_code(request, form)
        except Refused as refused:
            form.refuse(refused.message)
            status, challenge = _status_of(refused), next_challenge(request, refused)
    elif form.is_bound:
        status = 422
    context = {"form": form, "way": way, "ways": ways, "next": own_address(request, wanted)}
    passkey = begin_passkey_sign_in()
    context |= {"challenge": challenge, "passkey": passkey, "passkey_json": options_json(passkey.options)}
    return render(request, "accounts/sign_in.html", context, status=status)


@for_strangers
def code_page(request: HttpRequest) -> HttpResponse:
    """The code that was sent. POST tries it; a right one leads to the question who it is, or straight in."""
    state = sign_in_state.find(request)
    if state is None:
        return redirect("sign_in")
    form, status, challenge = CodeForm(request.POST if request.method == "POST" else None), 200, None
    if form.is_bound and form.is_valid():
        try:
            proof = codes.try_code(state.browser, text=form.cleaned_data["code"], line=line_of(request))
        except Refused as refused:
            form.refuse(refused.message)
            status, challenge = _status_of(refused), next_challenge(request, refused)
        else:
            request.session.cycle_key()  # whoever else knows the old one must not say who it is
            return _go_on(request, state, proof)
    elif form.is_bound:
        status = 422
    sent = codes.last_code(state.browser)
    if sent is None:
        return redirect("sign_in_who" if codes.proven_code(state.browser) else "sign_in")
    context = {"form": form, "challenge": challenge, **_facts_of(sent)}
    return render(request, "accounts/sign_in_code.html", context, status=status)


@require_POST
@for_strangers
def send_again(request: HttpRequest) -> HttpResponse:
    """Another code to the same address; the one before it is void."""
    state = sign_in_state.find(request)
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
        return render(request, "accounts/sign_in_code.html", context, status=_status_of(refused))
    return redirect("sign_in_code")


@for_strangers
def who_page(request: HttpRequest) -> HttpResponse:
    """Who of the household it is, or somebody whom the address does not know yet."""
    state = sign_in_state.find(request)
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
    return render(request, "accounts/sign_in_who.html", context, status=status)


@require_safe
def by_paper(_request: HttpRequest) -> HttpResponse:
    """The short address that stands on the slips."""
    return redirect(f"{reverse('sign_in')}?by={PAPER}")


def line_of(request: HttpRequest) -> RequestOrigin:
    return RequestOrigin(address_of(request), network_of(request), device=find_device(request), work=read_work(request))


def _send_code(request: HttpRequest, form: WayForm) -> HttpResponse:
    given = form.cleaned_data
    state = sign_in_state.prepare(request, wanted=request.POST.get("next", ""), stays=given["stays"])
    sent = codes.last_code(state.browser)
    is_same = sent is not None and (sent.channel, sent.address) == (form.channel, given["address"])
    if not (is_same and sent is not None and codes.holds(sent)):
        _send(request, state, channel=form.channel, address=given["address"])
    sign_in_state.keep(request, state)
    return redirect("sign_in_code")


def _send(request: HttpRequest, state: SignInState, *, channel: str, address: str) -> None:
    """Make a code and hand it to the post. Raises Refused too_often."""
    row, digits = codes.ask_for_code(state.browser, channel=channel, address=address, line=line_of(request))
    sender = find_sender(channel)
    message = compose_code(digits, channel=channel, address=address, language=get_language() or "en")
    if sender is None or not POST.send_soon(CodeMessage(row.pk, message, sender)):
        codes.note_failed(row.pk)


def _go_on(request: HttpRequest, state: SignInState, proof: SignInCode) -> HttpResponse:
    """Whom nobody knows yet is let in as somebody new at once; else it is asked who it is."""
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
        person = shared_numbers.add_person(proof, language=get_language() or "en", line=line_of(request))
    else:
        chosen = next((each for each in people if str(each.public_id) == who), None)
        person = shared_numbers.choose_person(proof, chosen)
    known_by = codes.addressee_of(proof.channel, proof.address) if state.stays else ""
    return enter(request, person, method="code", wanted=state.wanted, stays=state.stays, known_by=known_by)


def _sign_in_by_paper(request: HttpRequest, form: WayForm) -> HttpResponse:
    given = form.cleaned_data
    person = sign_in_by_slip(given["address"], language=get_language() or "en", line=line_of(request))
    wanted = own_address(request, request.POST.get("next", ""))
    known_by = BY_PAPER if given["stays"] else ""
    return enter(request, person, method="paper", wanted=wanted, stays=given["stays"], known_by=known_by)


def _facts_of(sent: SignInCode) -> dict[str, object]:
    """What the page says about the code; again_s: how long until another can be asked for."""
    age_s = (timezone.now() - sent.asked_at).total_seconds()
    again_s = 0 if sent.has_failed else max(0, round(rate_limits.CODE_COOL_DOWN.seconds - age_s))
    return {
        "sent": sent,
        "holds": codes.holds(sent),
        "again_s": again_s,
    }


def _status_of(refused: Refused) -> int:
    return 429 if refused.code in ("too_often", "work_needed") else 422
