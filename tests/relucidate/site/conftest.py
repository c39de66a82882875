"""A site of all claims, with no evidence but a witness for each printed form, and a browser to look at it."""

import os
import shutil
from pathlib import Path

import pytest
from PIL import Image

from figures import registry
from proofs_check.ledger.document import build
from proofs_check.ledger.results import describe
from relucidate.site import write_site
from theory import catalog
from theory.bibliography import PAPERS

WITNESS = {
    "engine": "refutes", "strength": "proved", "bearing": "refutes", "scope": "all", "scope_note": "",
    "detail": "the printed form is false there, in rational arithmetic: -1/2 on the left, 0 on the right",
    "witness": {"x": "-1/2"}, "instances": 1,
}  # fmt: skip


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of all claims; every figure is a blank picture."""
    folder = tmp_path_factory.mktemp("site")
    catalog.load()
    rows = {row["id"]: row for row in describe(set(PAPERS))}
    ledger = build([], rows, {}, list(PAPERS))
    for row in filter(lambda row: row["printed"], ledger["claims"]):
        row["evidence"].append(
            WITNESS | {"parts": [row["printed"]["formula"][0]["part"]], "claim": row["id"]}
        )
    (folder / "figures").mkdir()
    for plate in (plate for paper in PAPERS for plate in registry.load(paper)):
        name = f"{plate.id}.png"
        Image.new("RGB", (60, 40), "white").save(folder / "figures" / name)
        ledger["figures"].append(
            {
                "id": plate.id, "title": plate.title, "caption": plate.caption,
                "paper": plate.id.split(".")[0],
                "shows": list(plate.shows), "seeds": list(plate.seeds), "data_hash": "0" * 64, "stamp": "",
                "files": {"png": name},
            }
        )  # fmt: skip
    write_site(ledger, folder / "figures", folder / "report")
    return folder / "report"


@pytest.fixture(scope="session")
def browser():
    """Headless Chromium, driven by Playwright; skipped where either is missing."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("there is no Chromium")
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield running
        running.close()


def _is_remote(url: str) -> bool:
    return not url.startswith(("file:", "data:"))


@pytest.fixture
def look(browser, site):
    """Open a page of the site; errors on its console and requests beyond the disk fail the test."""
    opened = []

    def go(name: str, width: int = 1280, scheme: str = "light"):
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        page = context.new_page()
        faults = []
        page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: (
                None if request.url.startswith(("file:", "data:")) else faults.append(request.url)
            ),
        )
        page.goto((site / name).as_uri())
        opened.append((context, faults))
        return page

    yield go
    for context, faults in opened:
        context.close()
        assert not faults
