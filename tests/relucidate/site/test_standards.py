"""Accessibility rules (axe-core) and valid HTML (the Nu checker), both from npm; skipped where they are not.

``npm install --prefix tests/relucidate/site`` brings them.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from theory.bibliography import PAPERS

PACKAGES = Path(__file__).with_name("node_modules")
PAGES = [
    f"{name}.html" for name in ("index", "errata", "claims", "open", "graph", "legend", "tutorial", "api")
]
PAGES += ["claims/dying_relu.eq28.html", "claims/gunn.theorem.html", "lessons.html"]
PAGES += [f"{folder}/{key}.html" for folder in ("papers", "lessons") for key in PAPERS]


@pytest.fixture(scope="module")
def axe() -> str:
    """The script of axe-core."""
    script = PACKAGES / "axe-core" / "axe.min.js"
    if not script.is_file():
        pytest.skip("axe-core is not installed")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_no_rule_of_accessibility_is_broken(look, site, axe, width, scheme):
    page = look("index.html", width, scheme)
    found = []
    for name in PAGES:
        page.goto((site / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate(axe)
        broken = page.evaluate(
            "axe.run({ resultTypes: ['violations'], preload: false }).then((found) => found.violations)"
        )
        found += [f"{name}: {one['id']}: {one['nodes'][0]['html'][:200]}" for one in broken]
    assert not found, "\n".join(found)


def test_every_page_is_valid_html(site):
    checker = PACKAGES / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not checker.is_file():
        pytest.skip("vnu-jar is not installed")
    if shutil.which("java") is None:
        pytest.skip("there is no Java for vnu-jar")
    command = [
        "java",
        "-jar",
        str(checker),
        "--errors-only",
        "--skip-non-html",
        "--format",
        "json",
        str(site),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    found = [message for message in json.loads(said)["messages"] if message["type"] == "error"]
    told = [f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in found]
    assert not told, "\n".join(dict.fromkeys(told))
