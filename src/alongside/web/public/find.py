"""`/find/`: find something near me. A GET form, so that a search is a link; works without JavaScript."""

from django.http import HttpResponse

from alongside.core import clock
from alongside.directory.actions.words import note
from alongside.directory.finder import Order, Shortlist, shortlist
from alongside.places.enums import PostcodeStatus
from alongside.web.finding import FindForm, Here, asked_for, relaxation_links, ways_on, with_changes
from alongside.web.narrowing import WORTH_NARROWING, narrowings, sortings
from alongside.web.near_map import about, near_map, picture
from alongside.web.page import public_page, render
from alongside.web.requests import Request

ON_A_PAGE = 10
LAST_PAGE = 50


@public_page("find/", translated=True)
def find(request: Request) -> HttpResponse:
    """Show the form; with a question, what there is."""
    asked = bool(request.GET)
    form = FindForm(request.GET if asked else None)
    number = _page_number(request.GET.get("page", ""))
    context = {"form": form, "number": number, "found": None, "here": None, "heading": "", "relaxations": []}
    context |= {"areas": [], "from_anywhere": "", "by_phone": False, "previous": "", "next": ""}
    context |= {"only_typed": "", "all_words": "", "narrower": [], "narrow": "", "sorts": [], "map": None}
    if asked and form.is_valid():
        facts, here = form.facts(), form.cleaned_data["postcode"]
        order: Order = form.cleaned_data["sort"] or "nearest"
        found = shortlist(
            facts, at=clock.now(), limit=ON_A_PAGE, offset=(number - 1) * ON_A_PAGE, order=order, dates=1
        )
        if number == 1 and not {"sort", "narrow"} & request.GET.keys():
            total, at = found.total, clock.now()
            request.tallies.append(lambda: note(facts, total=total, at=at))
        if "narrow" in request.GET:  # counting is dear: only for who asks
            context["narrower"] = narrowings(request.GET, facts, total=found.total, heard=found.heard)
        elif found.total >= WORTH_NARROWING:
            context["narrow"] = with_changes(request.GET, narrow="on")
        drawn = near_map(found.results, _start(here))
        context |= {"map": drawn, "picture": picture(drawn, about(drawn)) if drawn else ""}
        context["download"] = with_changes(request.GET)
        context["sorts"] = sortings(request.GET, order, total=found.total, by_meaning=found.by_meaning)
        context |= {"found": found, "here": here, "heading": asked_for(form, facts, here)}
        context |= _around(request, found, number)
        context["all_words" if facts.words_exact else "only_typed"] = with_changes(
            request.GET, exact="" if facts.words_exact else "on"
        )
    elif asked:
        context["areas"] = [(with_changes(request.GET, postcode=area.name), area) for area in ways_on(form)]
        context["from_anywhere"] = with_changes(request.GET, postcode="")
        context["by_phone"] = form.has_error("postcode", PostcodeStatus.NORTHERN_IRELAND.value)
    return render(request, "public/find.html", context)


def _start(here: Here | None) -> tuple[float, float] | None:
    return (
        None
        if here is None or here.easting is None or here.northing is None
        else (here.easting, here.northing)
    )


def _around(request: Request, found: Shortlist, number: int) -> dict[str, object]:
    """Return links around the results: fewer wishes, the page before, the page after."""
    last = min(LAST_PAGE, -(-found.total // ON_A_PAGE))
    here = with_changes(request.GET)
    joined = here + ("&" if len(here) > 1 else "")
    return {
        "relaxations": relaxation_links(request.GET, found.relaxations),
        "previous": f"{joined}page={number - 1}" if number > 1 else "",
        "next": f"{joined}page={number + 1}" if number < last else "",
    }


def _page_number(text: str) -> int:
    return min(max(int(text), 1), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 6 else 1
