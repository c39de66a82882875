"""Why trained tails have low rank (Section 4)."""

from __future__ import annotations

from sympy import And, Eq, Implies, Interval, Min, Naturals

from theory.claim import Claim, Reals, nonnegative, positive
from theory.invariances.setting import real

l_1, l_2, l_3, top, n = real("lambda_1 lambda_2 lambda_3 Lambda n")
p_1, p_2, q_1, q_2 = real("p_1 p_2 q_1 q_2")
in_sq, out_sq, slice_f, slice_s, m = real("I O F s m")

flattenings = Claim(
    "invariances.lemma10",
    title="Two flattenings of a convolution",
    where="Lemma 10, Eqs. 68-73, Appendix D",
    says="""||In(T)||^2 <= min(S, d) ||Out(T)||^2 and ||Out(T)||^2 <= min(a, S) ||In(T)||^2 in spectral norm.
    Steps, for a unit vector u on the channels and M = sum_i u_i T[i], an S x d matrix: |u In(T)|^2 =
    ||M||_F^2 is a sum of at most m = min(S, d) eigenvalues of M M^T, none above ||M||^2 (trace, for m = 3);
    by Cauchy and Schwarz |M v|^2 <= |Out(T)^T v|^2, channel by channel (contraction, for two channels); so
    the squared norm of In(T) is at most m times that of Out(T) (conclusion). Both constants are attained by
    one channel whose slice is the identity; the second inequality is the first with a and d exchanged.""",
    formula={
        "conclusion": in_sq <= m * out_sq,
        "trace": Implies(And(l_1 <= top, l_2 <= top, l_3 <= top), l_1 + l_2 + l_3 <= 3 * top),
        "contraction": Implies(
            Eq(p_1**2 + p_2**2, 1), (p_1 * q_1 + p_2 * q_2) ** 2 <= q_1**2 + q_2**2
        ),
    },
    domain={
        **dict.fromkeys((l_1, l_2, l_3, top, p_1, p_2, q_1, q_2), Reals),
        in_sq: nonnegative, out_sq: nonnegative, slice_f: nonnegative, slice_s: nonnegative,
        m: Interval(1, 64),
    },
    assuming=(in_sq <= slice_f, slice_f <= m * slice_s, slice_s <= out_sq),
)  # fmt: skip

# Squared norms of V_out, V_in, U, Z, Y; the largest eigenvalue of U^T U - Y Y^T, or 0.
o, i, u, z, y, kappa = real("o i u z y kappa")
size_sq, image_sq = real("n q")
free_block_norms = Claim(
    "invariances.lemma11",
    title="Norms of the two stacks of a free block",
    where="Lemma 11, Eqs. 74-82, Appendix D",
    says="""Along the flow of a linear free block ||V_out||^2 <= 2 ||V_in||^2 + kappa, where V_out = [U Z],
    V_in = [Y; Z] and kappa = max(0, largest eigenvalue of U^T U - Y Y^T) is fixed at the start (Theorem 1.3);
    the converse holds with Y Y^T - U^T U. The paper has 8 in the place of 2. For all matrices: |V_out^T x|^2
    = |U^T x|^2 + |Z^T x|^2, so o <= u + z; |U^T x|^2 <= u |x|^2 although u was defined by U (transpose); U^T
    U <= Y Y^T + kappa (eigenvalue, along an eigenvector); |V_in x|^2 = |Y x|^2 + |Z x|^2, so y <= i and z <=
    i. Then the formulas forward and converse follow, and 2 is attained with kappa = 0 by U = [1 1], Z = [1 1
    0 0], Y = two rows e_3.""",
    formula={
        "forward": o <= 2 * i + kappa,
        "transpose": Implies(
            And(image_sq >= 0, size_sq <= u * image_sq, image_sq**2 <= size_sq), image_sq <= u
        ),
        "eigenvalue": Implies(And(Eq(l_1, u), l_1 <= l_2 + kappa, l_2 <= y), u <= y + kappa),
    },
    domain={
        **dict.fromkeys((o, i, u, z, y, kappa, size_sq, image_sq), nonnegative), l_1: Reals, l_2: Reals,
    },
    assuming=(o <= u + z, u <= y + kappa, y <= i, z <= i),
    printed={"forward": o <= 8 * i + kappa},
    printed_domain={i: positive},  # for V_in = 0 both bounds are kappa
    erratum="loose constant",
)  # fmt: skip

f_j, f_l, gap, gamma, e, c_min, lam, lam_in, lam_ch, lam_before, mu, nu, d_j = real(
    "F_j F_L g gamma e c lambda lambda_in lambda_ch lambda' mu nu D"
)
lam_j, f_now, gamma_j, bound_j = real("Lambda_j F gamma_j D_j")
_known = lam >= f_l / gamma - e
_before = lam_before >= lam_in + c_min

tail = Claim(
    "invariances.theorem2",
    title="The ratio of norms in the tail",
    where="Theorem 2, Eqs. 13-14, 83-84, Section 4",
    says="""Layers 1 .. L behind any front: linear convolutions, then linear free blocks or dense maps, a
    final row. F_j is the squared Frobenius norm, C_j = Gout_j - Gin_{j+1} constant. With (gamma, e) = (1, 0)
    at L, go down: ||W_j||^2 >= F_L/gamma - e (known) is handed to j - 1 by a dense map as it is, by a free
    block with 2 gamma and (e + kappa)/2, by a convolution with mu gamma and e/mu, mu = min(a, S), across the
    flattening between a convolution and a dense map or block with nu gamma and e/nu, nu = min(m, d); then
    Weyl's inequality makes e into e - lmin(C_{j-1}). As F_j - F_L is constant, F_j/gamma_j - ||W_j||^2 <=
    D_j := (F_j - F_L)(0)/gamma_j + e_j (conclusion), and the ratio is at least 1/gamma_j - D_j/F_j (ratio):
    its lower limit is at least 1/gamma_j when F_j diverges. The paper has 8 for the 2 of a free block. No
    argument that uses invariants only can have less: balanced examples attain 2^-N, and 1/nu. 1.9 and less
    than nu are thus too small; that the ratio of trained networks stays near them is not claimed (it tends
    to 1 in every run). Along flows, and along paths of the log-risk until F has grown fiftyfold, linear
    networks stay within all bounds.""",
    formula={
        "dense": Implies(And(_known, lam_before >= lam + c_min), lam_before >= f_l / gamma - (e - c_min)),
        "free": Implies(
            And(_known, lam <= 2 * lam_in + kappa, _before),
            lam_before >= f_l / (2 * gamma) - ((e + kappa) / 2 - c_min),
        ),
        "convolution": Implies(
            And(_known, lam <= mu * lam_in, _before), lam_before >= f_l / (mu * gamma) - (e / mu - c_min)
        ),
        "flattening": Implies(
            And(lam_in >= f_l / gamma - e, lam_in <= nu * lam_ch, lam_before >= lam_ch + c_min),
            lam_before >= f_l / (nu * gamma) - (e / nu - c_min),
        ),
        "conclusion": Implies(And(_known, Eq(f_j, f_l + gap)), f_j / gamma - lam <= gap / gamma + e),
        "ratio": lam_j / f_now >= 1 / gamma_j - bound_j / f_now,
    },
    domain={
        **dict.fromkeys((f_j, f_l, gap, e, c_min, lam, lam_in, lam_ch, lam_before, bound_j, lam_j), Reals),
        gamma: positive, gamma_j: positive, f_now: positive, mu: positive, nu: positive, kappa: nonnegative,
    },
    assuming=(f_now / gamma_j - lam_j <= bound_j,),
    printed={"ratio": lam_j / f_now >= 1 / (4 * gamma_j) - bound_j / f_now},
    erratum="loose constant",
)  # fmt: skip

x_1, x_2, x_3, b_1, b_2, b_3, r_1, r_2, r_3, size = real("u_1 u_2 u_3 b_1 b_2 b_3 r_1 r_2 r_3 c_j")
ratio, frobenius = real("rho F_j")

alignment = Claim(
    "invariances.eq15",
    title="Neighbouring layers align",
    where="Eq. 15, Section 4",
    says="""In a tail of dense linear layers the ratio ||W_j||^2/||W_j||_F^2 tends to 1, being at least 1 -
    D_j/F_j with D_j = sum over i >= j of tr C_i - lmin(C_i) (ratio), and the first left singular vector u of
    W_j aligns with the first right one of W_{j+1}: sin <= ||C_j|| / (lambda_1(W_j W_j^T) - lambda_2(W_{j+1}^T
    W_{j+1})). In the eigenbasis of W_{j+1}^T W_{j+1} = diag(b), with C_j u = r: (lambda - b_k) u_k = r_k, so
    (sine, in three dimensions) follows from |r| <= ||C_j||. Trained networks stay within both bounds.""",
    formula={
        "sine": Implies(
            And(
                Eq((top - b_2) * x_2, r_2), Eq((top - b_3) * x_3, r_3), b_3 <= b_2, b_2 < top,
                r_1**2 + r_2**2 + r_3**2 <= size**2,
            ),
            (top - b_2) ** 2 * (x_2**2 + x_3**2) <= size**2,
        ),
        "ratio": Implies(And(frobenius > 0, frobenius - lam <= d_j), lam / frobenius >= 1 - d_j / frobenius),
    },
    domain=dict.fromkeys((top, b_2, b_3, x_2, x_3, r_1, r_2, r_3, size, frobenius, lam, d_j), Reals),
)  # fmt: skip

e_1, e_2, e_3 = real("e_1 e_2 e_3")
separable = Claim(
    "invariances.corollary1",
    title="A linear tail behind ReLU layers",
    where="Corollary 1, Section 4",
    says="""A ReLU network whose last layers are linear, logistic loss, separable data and R(w(0)) < ln(2)/n:
    then Eq. 15 holds on the linear layers, given that |w| diverges. The threshold says that every example is
    classified correctly from the start: sum log(1 + e_i) < log 2, e_i = exp(-y_i f_i), makes the product of 1
    + e_i less than 2 and each e_i less than 1 (classified, for three examples). That the limit has no zero
    entry is not needed (Assumption 1). Ratios of squared singular values are meant. A network with a ReLU
    layer trained from below the threshold stays within the bounds of Eq. 15 on its linear layers.""",
    formula={
        "classified": Implies((1 + e_1) * (1 + e_2) * (1 + e_3) < 2, And(e_1 < 1, e_2 < 1, e_3 < 1)),
    },
    domain=dict.fromkeys((e_1, e_2, e_3), positive),
)

budget, hidden = real("r c")
rank_budget = Claim(
    "invariances.beyond.rank",
    title="A budget of ranks",
    where="Beyond Theorem 2",
    kind="beyond",
    says="""Start with r = 1 at the final row and go down: a dense map keeps r, a free block with c hidden
    units makes it r + min(r, c), the step from a convolution to what follows min(d, m r), a convolution
    min(a, S r). All but the top r_j eigenvalues of Gout_j stay bounded, so the ratio has lower limit at least
    1/r_j; with c = 1 behind N blocks r is N + 1, where Theorem 2 has 2^N (one_unit). Rational matrices
    confirm every step for ranks, with Y Y^T = U^T U; Weyl's inequalities turn ranks into bounded eigenvalues
    up to ||C_j||.""",
    formula={
        "one_unit": Eq(budget + Min(budget, 1), budget + 1),
        "free": Implies(hidden >= 1, budget + Min(budget, hidden) <= 2 * budget),
    },
    domain={budget: Naturals, hidden: Naturals},
)
