"""What a code on a paper leads to: open to whoever holds the paper, signed in or not. 60 bits are not guessed."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from recognition.forms.verify import CodeForm
from recognition.queries.verified import verified


@login_not_required
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """`?code=` as it was typed leads to the code's own page."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("recognition:verify-code", form.cleaned_data["code"])
    return render(request, "recognition/verify.html", {"form": form})


@login_not_required
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    found = verified(code)
    context = {"form": CodeForm(initial={"code": found.code if found else ""}), "found": found, "unknown": not found}
    return render(request, "recognition/verify.html", context, status=200 if found else 404)
