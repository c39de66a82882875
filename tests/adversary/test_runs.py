"""Runs that lose a proof, or hide what one said, and what the ledger and the exit code say of it."""

import pytest


def test_an_undecided_claim_makes_a_whole_run_red(own):
    own.claims("good", "bare")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)
    """)
    done = own.check()
    assert done.outcomes() == {"good": "holds", "bare": "undecided"}
    assert done.code == 1
    asked = own.check("--claims=own.good")
    assert (asked.code, asked.outcomes()) == (0, {"good": "holds"})
    asked = own.check("--claims=own.good,own.bare")
    assert (asked.code, asked.outcomes()) == (1, {"good": "holds", "bare": "undecided"})
    assert own.check("--claims=own.good,own.nothing").code == 1


TWO_FILES = """
    @proof(both)
    def proof_first(): for_all(both)

    @proof(alone)
    def proof_alone(): for_all(alone)

    class TestMore:
        @proof(both)
        def proof_in_a_class(self): for_all(both)
"""


@pytest.mark.parametrize(
    ("options", "partial"),
    [
        ((), set()),
        (("-k", "first or alone"), {"both"}),
        (("proof_own.py::proof_first",), {"both"}),
        (("proof_own.py",), {"both"}),
        (("proof_own.py::proof_alone",), set()),
        (("-m", "not slow"), {"both"}),
        (("--deselect", "proof_other.py::proof_second"), {"both"}),
        (("--ignore=proof_other.py",), {"both"}),
    ],
    ids=["whole", "k", "node", "file", "other", "m", "deselect", "ignore"],
)
def test_a_run_of_a_part_says_so(own, options, partial):
    own.claims("both", "alone")
    own.write("pytest.ini", "[pytest]\nmarkers = slow")
    own.proofs(TWO_FILES)
    own.proofs(
        """
        @pytest.mark.slow
        @proof(both)
        def proof_second(): for_all(both)
        """,
        "proof_other.py",
    )
    done = own.check(*options)
    assert {name for name, row in done.rows().items() if row["not_run"]} == partial
    assert ("holds (partial)" in done.said) == bool(partial)
    assert done.code == 0


def test_what_only_an_unrun_proof_shows_is_undecided_and_partial_but_not_red(own):
    own.claims(
        more="two = Claim('own.two', formula={'a': Ge(x**2, 0, evaluate=False), "
        "'b': Ge(x**2, -1, evaluate=False)}, domain={x: Reals}, title='t', where='w', says='s')"
    )
    own.proofs("""
        @proof(two, "a")
        def proof_a(): for_all(two)

        @proof(two, "b")
        def proof_b(): for_all(two)
    """)
    done = own.check("-k", "proof_a")
    assert (done.code, done.outcomes()) == (0, {"two": "undecided"})
    assert "undecided (partial)" in done.said


BROKEN = {
    "skips itself": "import pytest\npytest.importorskip('no_such_module')",
    "skips by name": "import pytest\npytest.skip('later', allow_module_level=True)",
    "cannot be imported": "import no_such_module",
    "is not Python": "def (",
    "is not for pytest": "__test__ = False",
}


@pytest.mark.parametrize("reason", BROKEN)
@pytest.mark.parametrize("other", ["", "folder/"], ids=["beside", "elsewhere"])
def test_a_proof_file_that_cannot_be_collected_leaves_its_claims_undecided(own, reason, other):
    own.claims("good", "lost")
    own.write("pytest.ini", "[pytest]\npythonpath = .")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)
    """)
    own.proofs(
        """
        @proof(lost)
        def proof_lost(): for_all(lost)
        """,
        f"{other}proof_broken.py",
        before=BROKEN[reason] + "\n",
    )
    done = own.check("--continue-on-collection-errors")
    assert done.code != 0
    assert done.outcomes()["good"] == "holds"
    assert done.outcomes()["lost"] == "undecided"
    assert "proof_broken.py" in done.said


def test_a_file_that_names_no_claim_may_concern_all_of_them(own):
    own.claims("good")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)
    """)
    own.write("proof_empty.py", "import no_such_module\nfrom proofs_check.proof import proof\n")
    assert own.check("--continue-on-collection-errors").outcomes() == {"good": "undecided"}
    interrupted = own.check()
    assert (interrupted.code, interrupted.outcomes()) == (2, {"good": "undecided"})


def test_a_folder_whose_only_proof_file_skips_itself_is_red(own):
    own.write("test_own.py", "def test_fine(): pass\n")
    own.write("proof_own.py", BROKEN["skips itself"] + "\nfrom proofs_check.proof import proof\n")
    done = own.check()
    assert done.code == 1
    assert "proof_own.py: its proofs are undecided" in done.said


FORMS = {
    "asynchronous": """
        @proof(good)
        async def proof_good(): for_all(good)
    """,
    "yields": """
        @proof(good)
        def proof_good():
            for_all(good)
            yield
    """,
    "TestCase": """
        import unittest
        class TestGood(unittest.TestCase):
            @proof(good)
            def proof_good(self): for_all(good)
    """,
    "class that pytest does not collect": """
        class Proofs:
            @proof(good)
            def proof_good(self): for_all(good)
    """,
    "class with a constructor": """
        class TestGood:
            def __init__(self): pass
            @proof(good)
            def proof_good(self): for_all(good)
    """,
    "does not collect": """
        @proof(good)
        def proof_good(): for_all(good)
        proof_good.__test__ = False
    """,
}


@pytest.mark.parametrize("word", FORMS)
def test_forms_that_pytest_does_not_run_are_refused(own, word):
    own.claims("good", "other", "third")
    third = """
        @proof(third)
        def proof_third(): for_all(third)
    """
    own.proofs(third + FORMS[word])
    own.proofs(
        """
        @proof(other)
        def proof_other(): for_all(other)
    """,
        "proof_other.py",
    )
    done = own.check()
    assert done.code == 1
    assert word in done.said
    assert done.outcomes() == {"good": "failed", "other": "holds", "third": "holds"}


SWALLOWED = {
    "suppressed": """
        import contextlib
        with contextlib.suppress(Undecided): for_all(hard)
    """,
    "raises": "with pytest.raises(Undecided): for_all(hard)",
    "another error": """
        try: exactly(0.5, 0.5)
        except TypeError: pass
    """,
    "rejected in a thread": """
        from concurrent.futures import ThreadPoolExecutor
        with ThreadPoolExecutor(1) as pool: pool.submit(for_all, false)
    """,
    "undecided in a thread": """
        import threading
        thread = threading.Thread(target=lambda: pytest.raises(Undecided, for_all, hard))
        thread.start(); thread.join()
    """,
    "changed": """
        from sympy import Ge, S
        good.parts[""] = Ge(x**2, -1, evaluate=False)
    """,
    "changed for a while": """
        from sympy import Ge
        with good.replacing("", Ge(x**2, -1, evaluate=False)): for_all(good)
    """,
    "changed domain": """
        from sympy import Interval
        good.domain[x] = Interval(0, 1)
    """,
}


@pytest.mark.parametrize("how", SWALLOWED)
def test_what_an_engine_said_is_not_swallowed(own, how):
    own.claims(
        "good",
        more="""
        from sympy import Ne, exp
        texts = {"title": "t", "where": "w", "says": "s", "domain": {x: Reals}}
        hard = Claim("own.hard", formula=Ne(exp(x), 2), **texts)
        false = claim("false", 1)
    """,
    )
    body = "\n".join("    " + line for line in SWALLOWED[how].strip().splitlines())
    indented = "\n".join("    " + line.strip() for line in body.splitlines())
    own.proofs(f"@proof(good)\ndef proof_good():\n    for_all(good)\n{indented}\n    for_all(good)\n")
    done = own.check()
    assert done.code == 1
    assert done.outcomes()["good"] in ("undecided", "failed"), done.said


def test_a_claim_changed_by_a_fixture_or_another_proof_is_noticed(own):
    own.claims("good", "other")
    own.proofs("""
        @pytest.fixture
        def eased(): good.assuming = (x > 5,)

        @pytest.mark.usefixtures("eased")
        @proof(good)
        def proof_good(): for_all(good)

        @proof(other)
        def proof_other():
            good.title = "Another"
            for_all(other)
    """)
    assert own.check().outcomes()["good"] == "failed"
    done = own.check("-k", "other or good", "--deselect", "proof_own.py::proof_good")
    assert done.code == 1


MARKS = {
    "skip": "@pytest.mark.skip",
    "skipif": "@pytest.mark.skipif(True, reason='r')",
    "xfail": "@pytest.mark.xfail(run=False)",
    "no parameters": "@pytest.mark.parametrize('v', [])",
    "skipping fixture": "@pytest.mark.usefixtures('skipping')",
}


@pytest.mark.parametrize("mark", MARKS)
def test_marks_make_no_verdict(own, mark):
    argument = "v" if "param" in mark else ""
    own.claims("good")
    own.proofs(f"""
        @pytest.fixture
        def skipping(): pytest.skip("no")

        {MARKS[mark]}
        @proof(good)
        def proof_good({argument}): for_all(good)

        @proof(good)
        def proof_again(): for_all(good)
    """)
    done = own.check()
    assert (done.code, done.outcomes()) == (1, {"good": "undecided"})


def test_subtests_are_no_runs_of_their_own(own):
    own.claims("good", "bad", "plain")
    own.proofs("""
        @proof(good)
        def proof_good(subtests):
            for k in range(3):
                with subtests.test(k=k): for_all(good)

        @proof(bad)
        def proof_bad(subtests):
            for k in range(3):
                with subtests.test(k=k): exactly(k, min(k, 1))

        @proof(plain)
        def proof_plain(subtests):
            for_all(plain)
            with subtests.test(): assert False
    """)
    pytest.importorskip("_pytest.subtests", reason="pytest has subtests since 9")
    done = own.check()
    assert (done.code, done.outcomes()) == (1, {"good": "holds", "bad": "failed", "plain": "failed"})


LOSSES = {
    "left out by a plugin": ("def pytest_runtest_protocol(item): return 'lost' in item.name or None", ()),
    "reported without being called": ("", ("--setup-plan",)),
    "ended early": ("import pytest\ndef pytest_runtest_teardown(): pytest.exit('enough', returncode=0)", ()),
    "not called": ("def pytest_pyfunc_call(pyfuncitem): return True", ()),
}


@pytest.mark.parametrize("how", LOSSES)
def test_a_proof_without_a_result_is_undecided(own, how):
    conftest, options = LOSSES[how]
    own.claims("good")
    own.write("conftest.py", conftest + "\n")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)

        @proof(good)
        def proof_lost(): for_all(good)
    """)
    done = own.check(*options)
    assert done.code == 1
    assert done.outcomes()["good"] in ("undecided", "failed")


def test_a_proof_that_does_not_judge_the_same_again_is_undecided(own):
    own.claims("good", "flaky")
    own.write(
        "conftest.py",
        """
        from _pytest.runner import runtestprotocol

        def pytest_runtest_protocol(item, nextitem):
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
            reports = runtestprotocol(item, nextitem=nextitem, log=False)
            if any(report.failed for report in reports):
                for report in reports:
                    report.outcome = "rerun" if report.failed else report.outcome
                    item.ihook.pytest_runtest_logreport(report=report)
                item._initrequest()
                reports = runtestprotocol(item, nextitem=nextitem, log=False)
            for report in reports:
                item.ihook.pytest_runtest_logreport(report=report)
            return True
    """,
    )
    own.proofs("""
        seen = []

        @proof(good)
        def proof_good(): for_all(good)

        @proof(flaky)
        def proof_flaky():
            seen.append(1)
            for_all(flaky if len(seen) > 1 else x > 0, over=flaky) if False else for_all(flaky)
            exactly(len(seen), 2)
    """)
    done = own.check()
    assert done.outcomes() == {"good": "holds", "flaky": "undecided"}
    assert "does not judge the same" in done.rows()["flaky"]["reason"]
    assert done.code == 1


@pytest.mark.parametrize("mode", ["prepend", "append", "importlib"])
def test_ways_of_importing_do_not_matter(own, mode):
    own.claims("good")
    own.write("pytest.ini", "[pytest]\npythonpath = .")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)
    """)
    done = own.check(f"--import-mode={mode}", "--doctest-modules")
    assert (done.code, done.outcomes()) == (0, {"good": "holds"}), done.said
    assert len(done.rows()["good"]["proofs"]) == 1


def test_the_ledger_is_written_without_the_terminal_and_told_when_it_cannot_be(own):
    own.claims("good")
    own.proofs("""
        @proof(good)
        def proof_good(): for_all(good)
    """)
    assert own.start("-p", "no:terminal").outcomes() == {"good": "holds"}
    own.write("taken", "")
    done = own.check("--ledger=taken/ledger.json")
    assert done.code == 4
    assert "1 claim: 1 holds" in done.said
    assert "the ledger cannot be written" in done.said


@pytest.mark.parametrize("options", [(), ("--max-worker-restart=0",)], ids=str)
def test_a_worker_that_dies_leaves_its_claim_undecided(own, options):
    pytest.importorskip("xdist")
    own.claims("good", "lost", "late")
    own.proofs("""
        import os

        @proof(good)
        def proof_good(): for_all(good)

        @proof(lost)
        def proof_fine(): for_all(lost)

        @proof(lost)
        def proof_lost(): os._exit(0)

        @proof(late)
        def proof_late(): for_all(late)
    """)
    done = own.start("-n1", "-p", "no:randomly", *options)
    assert done.code == 1, done.said
    assert done.outcomes().get("lost", "undecided") == "undecided"
    if not options:
        assert done.outcomes() == {"good": "holds", "lost": "undecided", "late": "holds"}
        assert "its process died" in done.rows()["lost"]["reason"]
