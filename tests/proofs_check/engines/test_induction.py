import pytest
from sympy import (
    Eq,
    Function,
    Implies,
    IndexedBase,
    Interval,
    Le,
    Lt,
    Naturals,
    Naturals0,
    Range,
    Sum,
    Symbol,
    oo,
    symbols,
)

from proofs_check.engines import induction, induction_on_vertices
from proofs_check.ledger.evidence import Recorder, Rejected, Undecided, recording
from theory.claim import RealArrays, Reals

n, v, u = symbols("n v u", integer=True)
r, k, t = symbols("r k t", real=True)
y, z = Function("y", real=True), Function("z", real=True)
x, d, h, H, w = (IndexedBase(Symbol(name, real=True)) for name in "xdhHw")
ON = {n: Naturals0}


def halving(end):
    return {"begin": (Le(y(0), end),), "step": (Eq(y(n + 1), y(n) / 2 + 1),)}


def test_bounds_closed_forms_and_powers():
    induction(Le(y(n), 2), on=n, over=ON, **halving(2))
    sums = {"begin": (Eq(y(0), 0),), "step": (Eq(y(n + 1), y(n) + n + 1),)}
    induction(Eq(y(n), n * (n + 1) / 2), on=n, over=ON, **sums)
    induction(
        Le(y(n), r**n * k),
        on=n,
        over={**ON, r: Interval(0, 1), k: Reals},
        begin=(Le(y(0), k),),
        step=(Le(y(n + 1), r * y(n)),),
    )


def test_a_window_and_what_a_step_does_under_a_condition():
    """y grows by less than 1 a step while z allows it: true up to a bound on the index, false without one."""
    known = {"begin": (Le(y(0), 0),), "step": (Implies(y(n) <= 5, y(n + 1) <= y(n) + 1),)}
    induction(Implies(n <= 6, y(n) <= n), on=n, over=ON, **known)
    for goal in (Le(y(n), n), Implies(n <= 7, y(n) <= n)):
        with pytest.raises(Rejected, match="the step fails"):
            induction(goal, on=n, over=ON, **known)


def test_the_hypothesis_goes_into_sums():
    induction(
        Eq(y(n), Sum(x[u], (u, 1, n))),
        on=n,
        over={**ON, x.label: RealArrays()},
        begin=(Eq(y(0), 0),),
        step=(Eq(y(n + 1), y(n) + x[n + 1]),),
    )


@pytest.mark.parametrize(
    ("goal", "known", "where"),
    [
        (Le(y(n), 1), halving(1), "step"),
        (Le(y(n), 2), halving(3), "base"),
        (Lt(y(n), 2), {"begin": (Eq(y(0), 1),), "step": ()}, "step"),
        (Eq(y(n), n), {"begin": (Eq(y(0), 0),), "step": (Eq(y(n + 1), y(n) + z(n)),)}, "step"),
    ],
    ids=str,
)
def test_a_false_base_or_step_is_rejected(goal, known, where):
    with pytest.raises(Rejected, match=f"the {where} fails"):
        induction(goal, on=n, over=ON, **known)


def test_a_sum_with_a_wrong_step_is_rejected():
    with pytest.raises(Rejected, match="step"):
        induction(
            Eq(y(n), Sum(x[u], (u, 1, n))),
            on=n,
            over={**ON, x.label: RealArrays()},
            begin=(Eq(y(0), 0),),
            step=(Eq(y(n + 1), y(n) + x[n]),),
        )


def test_powers_of_what_may_be_negative_do_not_help():
    with pytest.raises((Rejected, Undecided)):
        induction(
            Le(y(n), r**n * k),
            on=n,
            over={**ON, r: Interval(-1, 1), k: Reals},
            begin=(Le(y(0), k),),
            step=(Le(y(n + 1), r * y(n)),),
        )


def test_unknown_powers_are_undecided():
    known = {"begin": (Eq(y(0), 1),), "step": (Eq(y(n + 1), 2 * y(n)),)}
    with pytest.raises(Undecided, match="power"):
        induction(Le(y(n), 2 ** (n**2)), on=n, over=ON, **known)


@pytest.mark.parametrize("values", [Naturals, Range(0, 9), Range(0, oo, 2)], ids=str)
def test_the_index_runs_over_all_integers_from_the_first(values):
    with pytest.raises(ValueError, match="its domain"):
        induction(Le(y(n), 2), on=n, over={n: values}, **halving(2))


def test_a_sequence_stands_at_this_or_the_next_index_only():
    with pytest.raises(ValueError, match="may stand at"):
        induction(Le(y(n), 2), on=n, over=ON, begin=(Le(y(0), 2),), step=(Le(y(n + 2), y(n)),))


def test_the_evidence_names_what_was_inducted_on(make_claim):
    with recording(Recorder(make_claim(formula=Le(r, 2), domain={r: Interval(0, 1)}), ("",))) as recorder:
        induction(Le(y(n), 2), on=n, along="layers", over=ON, **halving(2))
    assert any(e.engine == "induction" and "on layers: n from 0" in e.detail for e in recorder.evidence)


VERTICES = {v: Naturals, t: Reals, w.label: RealArrays(2), **{b.label: RealArrays() for b in (x, d, h, H)}}


def network(value, inputs, last):
    return d[v] * (inputs * x[v] + Sum(w[u, v] * value[u], (u, 1, last)))


def test_scaled_inputs_scale_every_vertex():
    recursion = {h[v]: network(h, 1, v - 1), H[v]: network(H, t, v - 1)}
    induction_on_vertices(Eq(H[v], t * h[v]), on=v, recursion=recursion, over=VERTICES)


def test_wrong_scales_are_rejected():
    recursion = {h[v]: network(h, 1, v - 1), H[v]: network(H, t**2, v - 1)}
    with pytest.raises(Rejected):
        induction_on_vertices(Eq(H[v], t * h[v]), on=v, recursion=recursion, over=VERTICES)


def test_a_claim_is_proved_at_every_vertex(make_claim):
    claim = make_claim(formula=Eq(H[v], t * h[v]), domain={s: VERTICES[s] for s in (v, t, h.label, H.label)})
    recursion = {h[v]: network(h, 1, v - 1), H[v]: network(H, t, v - 1)}
    with recording(Recorder(claim, ("",))) as recorder:
        induction_on_vertices(claim, on=v, recursion=recursion, over=VERTICES)
    found = [e for e in recorder.evidence if e.engine == "induction"]
    assert [(e.parts, e.bearing) for e in found] == [(("",), "proves")]


def test_two_families_with_one_recursion_are_equal():
    recursion = {family[v]: network(family, 1, v - 1) for family in (h, H)}
    induction_on_vertices(Eq(H[v], h[v]), on=v, recursion=recursion, over=VERTICES)


def test_values_come_from_earlier_vertices():
    for last in (v, v + 1, v * v):
        recursion = {h[v]: network(h, 1, v - 1), H[v]: network(H, t, last)}
        with pytest.raises(Undecided, match="later vertex"):
            induction_on_vertices(Eq(H[v], t * h[v]), on=v, recursion=recursion, over=VERTICES)
    recursion = {h[v]: network(h, 1, v - 1), H[v]: H[v - 1]}
    with pytest.raises(Undecided, match="under a sum"):
        induction_on_vertices(Eq(H[v], t * h[v]), on=v, recursion=recursion, over=VERTICES)
