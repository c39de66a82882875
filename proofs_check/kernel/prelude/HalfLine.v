(* Integrals of a polynomial times the density, over half lines, the line and intervals. *)
Require Export Normal.
From Coq Require Import List Lia. Import ListNotations.

(* a polynomial by its coefficients, lowest first, and its derivative *)
Fixpoint ev (l : list R) z := match l with nil => 0 | a :: l' => a + z * ev l' z end.
Fixpoint dev (l : list R) z := match l with nil => 0 | a :: l' => ev l' z + z * dev l' z end.

Lemma is_derive_ev l z : is_derive (ev l) z (dev l z).
Proof.
induction l as [| a l IH]; cbn; [apply (is_derive_const 0 z) |].
replace (ev l z + z * dev l z) with (0 + (1 * ev l z + z * dev l z)) by ring.
apply (is_derive_plus (fun _ => a) (fun z => z * ev l z)); [apply (is_derive_const a z) |].
apply (is_derive_mult (fun z => z) (ev l) z 1 (dev l z) (is_derive_id z) IH Rmult_comm).
Qed.
Lemma continuous_ev l z : continuous (ev l) z.
Proof. apply (ex_derive_continuous (ev l) z). eexists; apply is_derive_ev. Qed.
Lemma continuous_dev l z : continuous (dev l) z.
Proof.
induction l as [| a l IH]; cbn; [apply continuous_const |].
apply (continuous_plus (ev l) (fun z => z * dev l z)); [apply continuous_ev |].
apply (continuous_mult (fun z => z) (dev l)); [apply continuous_id | exact IH].
Qed.

(* the density beats every power *)
Lemma exp_repeated a m : exp (INR m * a) = exp a ^ m.
Proof.
induction m as [| m IH]; [simpl; rewrite Rmult_0_l; apply exp_0 |].
rewrite S_INR, Rmult_plus_distr_r, Rmult_1_l, exp_plus, IH; simpl; ring.
Qed.
Lemma exp_above_power y m : (0 < m)%nat -> 0 <= y -> (y / INR m) ^ m <= exp y.
Proof.
intros hm hy. assert (0 < INR m) by (apply lt_0_INR; lia).
assert (0 <= y / INR m) by (apply Rmult_le_pos; [lra | left; apply Rinv_0_lt_compat; lra]).
replace y with (INR m * (y / INR m)) at 2 by (field; lra). rewrite exp_repeated.
apply pow_incr. pose proof (exp_ineq1_le (y / INR m)). lra.
Qed.
Lemma phi_below_bell z : phi z <= exp (- (z ^ 2 / 2)).
Proof.
unfold phi. replace (- z ^ 2 / 2) with (- (z ^ 2 / 2)) by field.
rewrite <- (Rmult_1_r (exp _)) at 2. apply Rmult_le_compat_l; [left; apply exp_pos |].
rewrite <- Rinv_1. apply Rinv_le_contravar; [lra |]. rewrite <- sqrt_1. apply sqrt_le_1_alt. pose proof PI2_3_2; lra.
Qed.
Lemma power_times_phi n : is_lim (fun z => z ^ n * phi z) p_infty 0.
Proof.
set (m := S n). set (C := (2 * INR m) ^ m).
assert (hm : 0 < INR m) by (apply lt_0_INR; unfold m; lia).
assert (hC : 0 < C) by (apply pow_lt; lra).
apply (is_lim_le_le_loc (fun _ => 0) (fun z => C * / z)).
- exists 1. intros z hz. assert (0 < z) by lra.
  split; [apply Rmult_le_pos; [apply pow_le; lra | left; apply phi_pos] |].
  apply Rle_trans with (z ^ n * exp (- (z ^ 2 / 2))).
  { apply Rmult_le_compat_l; [apply pow_le; lra | apply phi_below_bell]. }
  rewrite exp_Ropp. pose proof (exp_above_power (z ^ 2 / 2) m ltac:(unfold m; lia) ltac:(nra)) as L.
  assert (E : (z ^ 2 / 2 / INR m) ^ m = z ^ (2 * m) * / C).
  { unfold C. rewrite pow_mult, <- pow_inv, <- Rpow_mult_distr. f_equal. field. lra. }
  rewrite E in L.
  assert (P : 0 < z ^ (2 * m) * / C) by (apply Rmult_lt_0_compat; [apply pow_lt; lra | apply Rinv_0_lt_compat, hC]).
  apply Rle_trans with (z ^ n * / (z ^ (2 * m) * / C)).
  { apply Rmult_le_compat_l; [apply pow_le; lra | apply Rinv_le_contravar; assumption]. }
  replace (z ^ (2 * m)) with (z ^ n * z * z ^ m)
    by (unfold m; replace (2 * S n)%nat with (n + 1 + S n)%nat by lia; rewrite !pow_add, pow_1; reflexivity).
  assert (1 <= z ^ m) by (apply pow_R1_Rle; lra). assert (0 < z ^ n) by (apply pow_lt; lra).
  replace (z ^ n * / (z ^ n * z * z ^ m * / C)) with (C * / z * / z ^ m) by (field; repeat split; lra).
  rewrite <- (Rmult_1_r (C * / z)) at 2. apply Rmult_le_compat_l.
  + left; apply Rmult_lt_0_compat; [exact hC | apply Rinv_0_lt_compat; lra].
  + rewrite <- Rinv_1. apply Rinv_le_contravar; lra.
- apply is_lim_const.
- replace (Finite 0) with (Rbar_mult C 0) by (simpl; f_equal; ring).
  apply is_lim_scal_l. replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
  apply is_lim_inv; [apply is_lim_id | discriminate].
Qed.
Lemma polynomial_times_phi l : forall n, is_lim (fun z => z ^ n * ev l z * phi z) p_infty 0.
Proof.
induction l as [| a l IH]; intro n; cbn.
- apply (is_lim_ext (fun _ => 0)); [intro; ring | apply is_lim_const].
- apply (is_lim_ext (fun z => a * (z ^ n * phi z) + z ^ S n * ev l z * phi z)); [intro; simpl; ring |].
  replace (Finite 0) with (Finite (0 + 0)) by (f_equal; ring).
  apply (is_lim_plus' _ _ p_infty 0 0); [| apply IH].
  replace (Finite 0) with (Rbar_mult a 0) by (simpl; f_equal; ring). apply is_lim_scal_l, power_times_phi.
Qed.
Lemma vanishes_up l : is_lim (fun z => ev l z * phi z) p_infty 0.
Proof.
apply (is_lim_ext (fun z => z ^ 0 * ev l z * phi z)); [intro; simpl; ring | apply polynomial_times_phi].
Qed.
Fixpoint reflected (l : list R) s := match l with nil => nil | a :: l' => (s * a) :: reflected l' (- s) end.
Lemma ev_reflected l : forall s z, ev (reflected l s) z = s * ev l (- z).
Proof. induction l as [| a l IH]; intros; cbn; [ring | rewrite IH; ring]. Qed.
Lemma vanishes_down l : is_lim (fun z => ev l z * phi z) m_infty 0.
Proof.
apply (is_lim_ext (fun z => ev (reflected l 1) (- z) * phi (- z))).
{ intro z. rewrite ev_reflected, Ropp_involutive, phi_opp. ring. }
apply (is_lim_comp (fun z => ev (reflected l 1) z * phi z) Ropp m_infty 0 p_infty); [apply vanishes_up | |].
- apply (is_lim_opp (fun z => z) m_infty m_infty), is_lim_id.
- exists 0; discriminate.
Qed.

Section Integral.
Variables (f : R -> R) (q : list R) (k : R).
Hypothesis shape : forall z, f z = (dev q z - z * ev q z + k) * phi z.
Let F z := ev q z * phi z + k * Phi z.

Lemma antiderivative z : is_derive F z (f z).
Proof.
unfold F. rewrite shape.
replace ((dev q z - z * ev q z + k) * phi z) with ((dev q z * phi z + ev q z * (- z * phi z)) + k * phi z) by ring.
apply (is_derive_plus (fun z => ev q z * phi z) (fun z => k * Phi z)).
- apply (is_derive_mult (ev q) phi z _ _ (is_derive_ev q z) (is_derive_phi z) Rmult_comm).
- apply (is_derive_scal Phi z k (phi z)), is_derive_Phi.
Qed.
Lemma integrand_continuous z : continuous f z.
Proof.
apply (continuous_ext (fun z => (dev q z - z * ev q z + k) * phi z)); [intro; symmetry; apply shape |].
apply (continuous_mult (fun z => dev q z - z * ev q z + k) phi); [| apply continuous_phi].
apply (continuous_plus (fun z => dev q z - z * ev q z) (fun _ => k)); [| apply continuous_const].
apply (continuous_minus (dev q) (fun z => z * ev q z)); [apply continuous_dev |].
apply (continuous_mult (fun z => z) (ev q)); [apply continuous_id | apply continuous_ev].
Qed.
Lemma limit_up : is_lim F p_infty k.
Proof.
replace (Finite k) with (Finite (0 + k * 1)) by (f_equal; ring).
apply (is_lim_plus' _ _ p_infty 0 (k * 1)); [apply vanishes_up |].
apply (is_lim_scal_l Phi k p_infty 1), Phi_p_infty.
Qed.
Lemma limit_down : is_lim F m_infty 0.
Proof.
replace (Finite 0) with (Finite (0 + k * 0)) by (f_equal; ring).
apply (is_lim_plus' _ _ m_infty 0 (k * 0)); [apply vanishes_down |].
apply (is_lim_scal_l Phi k m_infty 0), Phi_m_infty.
Qed.
Lemma general (Fa Fb : (R -> Prop) -> Prop) {FFa : ProperFilter' Fa} {FFb : ProperFilter' Fb} la lb :
  filterlim F Fa (locally la) -> filterlim F Fb (locally lb) -> is_RInt_gen f Fa Fb (lb - la).
Proof.
intros ha hb. assert (E : forall z, Derive F z = f z) by (intro; apply is_derive_unique, antiderivative).
apply (is_RInt_gen_ext (Derive F)); [apply filter_forall; intros [x y] z _; apply E |].
apply is_RInt_gen_Derive; [| | exact ha | exact hb]; apply filter_forall; intros [x y] z _.
- eexists; apply antiderivative.
- apply (continuous_ext f); [intro; symmetry; apply E | apply integrand_continuous].
Qed.
Lemma at_its_point a : filterlim F (at_point a) (locally (F a)).
Proof. intros P [e He]. apply He, ball_center. Qed.

Lemma is_up a : is_RInt_gen f (at_point a) (Rbar_locally p_infty) (k - F a).
Proof. exact (general (at_point a) (Rbar_locally p_infty) (F a) k (at_its_point a) limit_up). Qed.
Lemma is_down a : is_RInt_gen f (Rbar_locally m_infty) (at_point a) (F a - 0).
Proof. exact (general (Rbar_locally m_infty) (at_point a) 0 (F a) limit_down (at_its_point a)). Qed.
Lemma is_line : is_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty) (k - 0).
Proof. exact (general (Rbar_locally m_infty) (Rbar_locally p_infty) 0 k limit_down limit_up). Qed.

End Integral.

(* the same as rules, which leave the shape of the integrand to be shown *)
Definition shaped (f : R -> R) (q : list R) (k : R) := forall z, f z = (dev q z - z * ev q z + k) * phi z.
Section Rules.
Variables (f : R -> R) (q : list R) (k : R).
Theorem up_value a : shaped f q k -> int_up f a = k * (1 - Phi a) - ev q a * phi a.
Proof. intro s. transitivity (k - (ev q a * phi a + k * Phi a)); [apply is_RInt_gen_unique, is_up, s | ring]. Qed.
Theorem down_value a : shaped f q k -> int_down f a = ev q a * phi a + k * Phi a.
Proof. intro s. transitivity (ev q a * phi a + k * Phi a - 0); [apply is_RInt_gen_unique, is_down, s | ring]. Qed.
Theorem line_value : shaped f q k -> int_line f = k.
Proof. intro s. transitivity (k - 0); [apply is_RInt_gen_unique, (is_line f q k s) | ring]. Qed.
Theorem between_value a b : shaped f q k -> int f a b = ev q b * phi b + k * Phi b - (ev q a * phi a + k * Phi a).
Proof.
intro s. apply (int_value (fun z => ev q z * phi z + k * Phi z) f); intros.
- apply antiderivative, s.
- apply (integrand_continuous f q k s).
Qed.
Theorem up_exists a : shaped f q k -> ex_int_up f a.
Proof. intro s. eexists; apply (is_up f q k s). Qed.
Theorem down_exists a : shaped f q k -> ex_int_down f a.
Proof. intro s. eexists; apply (is_down f q k s). Qed.
Theorem line_exists : shaped f q k -> ex_int_line f.
Proof. intro s. eexists; apply (is_line f q k s). Qed.
Theorem between_exists a b : shaped f q k -> ex_int f a b.
Proof.
intro s. apply (int_exists (fun z => ev q z * phi z + k * Phi z) f); intros.
- apply antiderivative, s.
- apply (integrand_continuous f q k s).
Qed.
End Rules.
