"""The site as people use it: front page to claim to lesson, by mouse and by keyboard, wide and narrow."""

import pytest

from theory.bibliography import PAPERS

CLAIM = "claims/dying_relu.eq28.html"
PAGES = [
    "index.html",
    "errata.html",
    "claims.html",
    "graph.html",
    "legend.html",
    "open.html",
    "lessons.html",
    CLAIM,
]
PAGES += [f"papers/{key}.html" for key in PAPERS] + [f"lessons/{key}.html" for key in PAPERS]
BOXES = "[...document.querySelectorAll('.formula')].map(e => [e.scrollWidth > e.clientWidth + 1, e.tabIndex])"
STATE = """[...document.querySelectorAll('canvas')].map(c => c.toDataURL()).join()
    + document.querySelector('#say').textContent"""


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_overflows(look, width, scheme):
    for name in PAGES:
        page = look(name, width, scheme)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert beyond <= 0, name


def test_few_formulas_are_wider_than_the_column(look, site):
    """Those that are, and no others, stand in a box that the keyboard reaches."""
    page = look("index.html")
    wide, all_ = 0, 0
    for claim in sorted((site / "claims").glob("*.html"))[::5]:
        page.goto(claim.as_uri())
        boxes = page.evaluate(BOXES)
        all_ += len(boxes)
        wide += sum(over for over, _ in boxes)
        assert all(over == (index == 0) for over, index in boxes)
    assert all_ > 120
    assert wide <= 0.04 * all_


def test_from_the_front_page_to_a_claim_to_a_lesson(look):
    page = look("index.html")
    page.get_by_role("link", name="I want to teach").click()
    page.get_by_role("link", name="Why do units die?").click()
    page.locator("article a.cite", has_text="Eq. 28").first.click()
    assert "Gradient along the weight vector" in page.inner_text("h1")


def test_search_by_keyboard_alone(look):
    page = look(CLAIM)
    page.keyboard.press("/")
    page.keyboard.type("truncated gaussian")
    page.wait_for_selector("#found a")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("dying_relu.eq34.html")


def test_search_says_when_nothing_is_found(look):
    page = look("index.html")
    page.fill("#search", "zzzz")
    assert page.inner_text("#found") == "nothing found"


def test_filters_hide_what_does_not_fit(look):
    page = look("papers/gunn.html")
    assert page.locator(".claims > li:visible").count() == page.locator(".claims > li").count()
    page.select_option("select[name=outcome]", "definition") if page.locator(
        "option[value=definition]"
    ).count() else None
    page.select_option("select[name=strength]", index=1)
    shown = page.locator(".claims > li:visible").count()
    assert page.inner_text("output").startswith(f"{shown} of ")
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelectorAll('.claims > li[hidden]').length === 0")


def test_every_page_reads_without_scripts(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((site / CLAIM).as_uri())
    assert page.locator("math").first.is_visible()
    assert not page.locator("form.search").is_visible()
    context.close()


def test_print_unfolds_all_but_answers(look):
    page = look("lessons/gunn.html")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert not page.locator("details.answer[open], details.teacher[open]").count()
    page = look("errata.html", scheme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.symbols[open]").count() == page.locator("details.symbols").count() > 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert not page.locator("details.symbols[open]").count()


def test_a_dragged_start_changes_the_picture(look):
    page = look("lessons/dying_relu.html")
    plane = page.locator("#plane")
    before, said = plane.screenshot(), page.inner_text("#say")
    box = plane.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.3)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] * 0.7)
    page.mouse.up()
    assert page.inner_text("#say") != said
    assert plane.screenshot() != before
    said = page.inner_text("#say")
    plane.focus()
    page.keyboard.press("ArrowUp")
    assert page.inner_text("#say") != said


@pytest.mark.parametrize("key", list(PAPERS))
def test_a_picture_plays_and_stops(look, key):
    page = look(f"lessons/{key}.html")
    button = page.locator("button[data-plays]")
    word, name = button.inner_text(), button.get_attribute("data-plays")
    button.focus()
    page.keyboard.press("Enter")
    assert button.inner_text() == "Stop"
    page.wait_for_function(
        f"+document.querySelector('#{name}').value > +document.querySelector('#{name}').min"
    )
    page.keyboard.press("Enter")
    assert button.inner_text() == word


def test_cards_lead_to_filtered_claims(look):
    page = look("index.html")
    page.locator(".cards a[href*='outcome=']").first.click()
    cards = page.locator(".claims > li:visible")
    wanted = page.input_value("select[name=outcome]")
    assert wanted
    assert cards.count() == page.locator(f".claims > li[data-outcome={wanted}]").count() > 0


@pytest.mark.parametrize("paper", list(PAPERS))
def test_from_the_front_page_to_an_erratum_of_each_paper(look, paper):
    page = look("index.html")
    page.locator(f".papers a[href*='errata.html#{paper}.']").first.click()
    place = page.locator(f"article[id='{page.url.partition('#')[2]}']")
    assert place.is_visible()
    assert len(place.locator(".objection").inner_text()) > 40


@pytest.mark.parametrize("key", list(PAPERS))
def test_every_control_of_a_lesson_changes_its_picture(look, key):
    page = look(f"lessons/{key}.html")
    for name in page.evaluate("[...document.querySelectorAll('#controls input')].map(e => e.id)"):
        before = page.evaluate(STATE)
        page.focus(f"#{name}")
        for _ in range(8):
            page.keyboard.press("ArrowRight")
        if page.evaluate(STATE) == before:  # at the end of its range
            for _ in range(20):
                page.keyboard.press("ArrowLeft")
        assert page.evaluate(STATE) != before, name


def test_the_first_page_is_light(site):
    first = [
        site / name for name in ("index.html", "static/site.css", "static/site.js", "static/search-index.js")
    ]
    assert sum(file.stat().st_size for file in first) < 300_000
