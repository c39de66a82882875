"""The files of a small paper of its own, whose proofs are strong, weak or strange."""

FILES = {
    "pytest.ini": """
[pytest]
pythonpath = .
addopts = --import-mode=importlib
filterwarnings = error
""",
    "toy_claims.py": """
from sympy import Eq, symbols
from theory.claim import Claim, Reals, positive

x, y = symbols("x y", real=True)
TEXTS = {"title": "A toy", "where": "Section 1", "says": "What it says."}
PLANE = {x: Reals, y: Reals}
square = Eq((x + y) ** 2, x**2 + 2 * x * y + y**2)

strong = Claim("toy.strong", formula=square, domain=PLANE, **TEXTS)
weak = Claim("toy.weak", formula=square, domain=PLANE, **TEXTS)
parted = Claim(
    "toy.parted", formula={"less": x < x + y, "sum": Eq(x * (x + 2 * y), x**2 + 2 * x * y, evaluate=False)},
    domain={x: positive, y: positive}, **TEXTS,
)
doubling = Claim("toy.doubling", **TEXTS)
false = Claim("toy.false", formula=Eq(x, 2 * x), domain={x: Reals}, **TEXTS)
fixed = Claim("toy.fixed", formula=Eq(x * (x + y), x**2 + x * y, evaluate=False), domain=PLANE, **TEXTS)
strange = Claim("toy.strange", formula=x > 0, domain={x: positive}, **TEXTS)
""",
    "toy_code.py": """
def double(x):
    return 2 * x
""",
    "proof_strong.py": """
from proofs_check.engines import identity
from proofs_check.proof import proof
from toy_claims import strong

@proof(strong)
def proof_by_expansion():
    identity(strong)
""",
    "proof_weak.py": """
from proofs_check.engines import agrees
from proofs_check.proof import proof
from toy_claims import weak

@proof(weak)
def proof_on_a_line():
    points = [{"x": value, "y": 0} for value in range(12)]
    agrees([weak.lhs_at(point) for point in points], [weak.rhs_at(point) for point in points],
           atol=1e-9, because="rounding")
""",
    "proof_parted.py": """
from proofs_check.engines import for_all, identity
from proofs_check.proof import proof
from toy_claims import parted

@proof(parted, "less")
def proof_by_z3():
    for_all(parted)

@proof(parted, "sum")
def proof_by_algebra():
    identity(parted)
""",
    "proof_doubling.py": """
from fractions import Fraction
from hypothesis import given
from hypothesis import strategies as st
import toy_code
from proofs_check.engines import exactly
from proofs_check.proof import proof, saboteur
from toy_claims import doubling

@proof(doubling)
@given(st.fractions())
def proof_by_adding(x):
    exactly(toy_code.double(x), x + x)

@saboteur(doubling)
def a_lost_sign(patch):
    patch.setattr(toy_code, "double", lambda x: -2 * x)

@saboteur(doubling)
def twice_in_another_way(patch):
    patch.setattr(toy_code, "double", lambda x: x + x)

@saboteur(doubling)
def of_something_that_is_gone(patch):
    patch.setattr(toy_code, "treble", None)
""",
    "proof_false.py": """
from proofs_check.engines import identity
from proofs_check.proof import proof
from toy_claims import false

@proof(false)
def proof_of_what_is_false():
    identity(false)
""",
    "proof_fixed.py": """
from proofs_check.engines import identity
from proofs_check.proof import proof
from toy_claims import fixed

@proof(fixed)
def proof_with_a_fixture(tmp_path):
    identity(fixed)
""",
}

#: A proof that does not do what a proof should; not among the files above.
STRANGE = """
import os
import time
from proofs_check.engines import for_all
from proofs_check.proof import proof
from toy_claims import strange, x

@proof(strange)
def proof_that_takes_its_time():
    if strange.formula == (x > 1):
        time.sleep(600)
    if strange.formula == (x < 0):
        os._exit(3)
    if strange.formula == (-x > 0):
        raise TypeError("a slip in the proof's own code")
    for_all(strange)
"""
