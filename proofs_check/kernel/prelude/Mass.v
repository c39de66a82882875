(* The total mass of the Gaussian: the square of its integral from 0 to x tends to PI/2. *)
Require Import Elementary.

Definition bell (t : R) : R := exp (- (t ^ 2) / 2).
Definition half_bell (x : R) : R := RInt bell 0 x.

Lemma bell_derivable t : ex_derive bell t.
Proof. unfold bell. auto_derive. exact I. Qed.
Lemma bell_continuous t : continuous bell t.
Proof. apply (ex_derive_continuous bell t), bell_derivable. Qed.
Lemma bell_integrable a b : ex_RInt bell a b.
Proof. apply (ex_RInt_continuous bell); intros t _; apply bell_continuous. Qed.
Lemma half_bell_derive x : is_derive half_bell x (bell x).
Proof.
apply (is_derive_RInt bell half_bell 0 x); [| apply bell_continuous].
apply filter_forall; intro y. apply (RInt_correct bell 0 y), bell_integrable.
Qed.

(* the companion integral, whose derivative is that of minus half the square *)
Definition kernel (x t : R) : R := exp (- (x ^ 2 * (1 + t ^ 2)) / 2) / (1 + t ^ 2).
Definition kernel' (x t : R) : R := - x * exp (- (x ^ 2 * (1 + t ^ 2)) / 2).
Definition companion (x : R) : R := RInt (fun t => kernel x t) 0 1.

Lemma above_one t : 0 < 1 + t ^ 2.
Proof. pose proof (pow2_ge_0 t); lra. Qed.
Lemma kernel_derive x t : is_derive (fun u => kernel u t) x (kernel' x t).
Proof.
unfold kernel, kernel'. auto_derive; [exact I |].
pose proof (above_one t).
replace (- (x * (x * 1) * (1 + t * (t * 1))) * / 2) with (- (x ^ 2 * (1 + t ^ 2)) / 2) by (unfold Rdiv; ring).
simpl pow; field. lra.
Qed.
Lemma kernel_integrable x a b : ex_RInt (fun t => kernel x t) a b.
Proof.
apply (ex_RInt_continuous (fun t => kernel x t)); intros t _.
apply (ex_derive_continuous (fun t => kernel x t) t). unfold kernel. auto_derive.
pose proof (above_one t); simpl in *; lra.
Qed.
Lemma companion_derive x : is_derive companion x (RInt (fun t => kernel' x t) 0 1).
Proof.
unfold companion.
replace (RInt (fun t => kernel' x t) 0 1) with (RInt (fun t => Derive (fun u => kernel u t) x) 0 1).
2: { apply RInt_ext; intros t _. apply is_derive_unique, kernel_derive. }
apply (is_derive_RInt_param kernel 0 1 x).
- apply filter_forall; intros y t _. eexists; apply kernel_derive.
- intros t _.
  apply (continuity_2d_pt_ext kernel'); [intros u v; symmetry; apply is_derive_unique, kernel_derive |].
  unfold kernel'.
  apply continuity_2d_pt_mult; [apply continuity_2d_pt_opp, continuity_2d_pt_id1 |].
  apply (continuity_1d_2d_pt_comp exp (fun u v => - (u ^ 2 * (1 + v ^ 2)) / 2)).
  { apply derivable_continuous_pt, derivable_pt_exp. }
  apply (continuity_2d_pt_ext (fun u v => - (u * u * (1 + v * v)) * / 2)); [intros; unfold Rdiv; ring |].
  repeat first [apply continuity_2d_pt_mult | apply continuity_2d_pt_opp | apply continuity_2d_pt_plus
    | apply continuity_2d_pt_id1 | apply continuity_2d_pt_id2 | apply continuity_2d_pt_const].
- apply filter_forall; intro y. apply kernel_integrable.
Qed.
Lemma companion_slope x : RInt (fun t => kernel' x t) 0 1 = - (bell x * half_bell x).
Proof.
unfold half_bell.
replace (RInt bell 0 x) with (RInt (fun t => x * bell (x * t + 0)) 0 1).
2: { pose proof (RInt_comp_lin bell x 0 0 1) as h.
  replace (x * 0 + 0) with 0 in h by ring. replace (x * 1 + 0) with x in h by ring.
  apply h, bell_integrable. }
assert (ex_RInt (fun t => x * bell (x * t + 0)) 0 1) as integrable.
{ apply (ex_RInt_continuous (fun t => x * bell (x * t + 0))); intros t _.
  apply (ex_derive_continuous (fun t => x * bell (x * t + 0)) t). unfold bell. auto_derive. exact I. }
replace (- (bell x * RInt (fun t => x * bell (x * t + 0)) 0 1))
  with (scal (- bell x) (RInt (fun t => x * bell (x * t + 0)) 0 1)) by (unfold scal; simpl; unfold mult; simpl; ring).
rewrite <- (RInt_scal (fun t => x * bell (x * t + 0)) 0 1 (- bell x) integrable).
apply RInt_ext; intros t _. unfold scal; simpl; unfold mult; simpl. unfold kernel', bell.
replace (- (x ^ 2 * (1 + t ^ 2)) / 2) with (- x ^ 2 / 2 + - (x * t + 0) ^ 2 / 2) by field.
rewrite exp_plus. ring.
Qed.

Lemma kernel_0 t : / (1 + t ^ 2) = kernel 0 t.
Proof.
unfold kernel. replace (- (0 ^ 2 * (1 + t ^ 2)) / 2) with 0 by field. rewrite exp_0.
field. pose proof (above_one t); lra.
Qed.
Lemma companion_0 : companion 0 = PI / 4.
Proof.
unfold companion. rewrite <- atan_1.
replace (atan 1) with (atan 1 - atan 0) by (rewrite atan_0; ring).
apply is_RInt_unique.
apply (is_RInt_ext (fun t => / (1 + t ^ 2))).
{ intros t _. apply kernel_0. }
apply (is_RInt_derive atan (fun t => / (1 + t ^ 2))); intros t _.
- apply is_derive_Reals.
  apply derivable_pt_lim_atan.
- apply (ex_derive_continuous (fun t => / (1 + t ^ 2)) t). auto_derive.
  pose proof (above_one t); simpl in *; lra.
Qed.

Theorem half_bell_square x : half_bell x ^ 2 = PI / 2 - 2 * companion x.
Proof.
set (h := fun u => half_bell u ^ 2 + 2 * companion u).
assert (flat : forall u, is_derive h u 0).
{ intro u. unfold h.
  replace 0 with (2 * half_bell u * bell u + 2 * (- (bell u * half_bell u))) by ring.
  apply (is_derive_plus (fun u => half_bell u ^ 2) (fun u => 2 * companion u)).
  - apply (is_derive_ext (fun u => half_bell u * half_bell u)); [intro; simpl; ring |].
    replace (2 * half_bell u * bell u) with (bell u * half_bell u + half_bell u * bell u) by ring.
    apply (is_derive_mult half_bell half_bell u _ _ (half_bell_derive u) (half_bell_derive u) Rmult_comm).
  - apply (is_derive_scal companion u 2). rewrite <- companion_slope. apply companion_derive. }
assert (same : h x = h 0).
{ destruct (MVT_gen h 0 x (fun _ => 0)) as [c [_ e]].
  - intros u _. apply flat.
  - intros u _. apply continuity_pt_filterlim, (ex_derive_continuous h u). eexists; apply flat.
  - lra. }
unfold h in same. rewrite companion_0 in same.
replace (half_bell 0) with 0 in same by (symmetry; apply (@RInt_point R_CompleteNormedModule)).
lra.
Qed.

Lemma integral_constant (c a b : R) : RInt (fun _ => c) a b = (b - a) * c.
Proof. rewrite RInt_const. reflexivity. Qed.
Lemma companion_bounds x : 0 <= companion x <= bell x.
Proof.
unfold companion. split.
- apply Rle_trans with (RInt (fun _ => 0) 0 1); [rewrite integral_constant; lra |].
  apply RInt_le; [lra | apply ex_RInt_const | apply kernel_integrable |].
  intros t _. unfold kernel. left. apply Rdiv_lt_0_compat; [apply exp_pos | apply above_one].
- apply Rle_trans with (RInt (fun _ => bell x) 0 1); [| rewrite integral_constant; lra].
  apply RInt_le; [lra | apply kernel_integrable | apply ex_RInt_const |].
  intros t _. unfold kernel, bell. pose proof (pow2_ge_0 t). pose proof (pow2_ge_0 x).
  apply (Rmult_le_reg_r (1 + t ^ 2)); [lra |]. unfold Rdiv at 1. rewrite Rmult_assoc, Rinv_l, Rmult_1_r by lra.
  apply Rle_trans with (exp (- x ^ 2 / 2)).
  + destruct (Rle_lt_or_eq_dec (- (x ^ 2 * (1 + t ^ 2)) / 2) (- x ^ 2 / 2)) as [lt | eq]; [nra | |].
    * left; apply exp_increasing, lt.
    * rewrite eq; right; reflexivity.
  + pose proof (exp_pos (- x ^ 2 / 2)). nra.
Qed.

Lemma bell_vanishes : is_lim bell p_infty 0.
Proof.
apply (is_lim_le_le_loc (fun _ => 0) (fun z => 2 * / z)).
- exists 1. intros z hz. split; [left; apply exp_pos |]. unfold bell.
  replace (- z ^ 2 / 2) with (- (z ^ 2 / 2)) by field. rewrite exp_Ropp.
  pose proof (exp_ineq1_le (z ^ 2 / 2)). 
  replace (2 * / z) with (/ (z / 2)) by (field; lra). apply Rinv_le_contravar; [lra |]. nra.
- apply is_lim_const.
- replace (Finite 0) with (Rbar_mult 2 0) by (simpl; f_equal; ring).
  apply is_lim_scal_l. replace (Finite 0) with (Rbar_inv p_infty) by reflexivity.
  apply is_lim_inv; [apply is_lim_id | discriminate].
Qed.

Lemma half_bell_pos x : 0 <= x -> 0 <= half_bell x.
Proof.
intro hx. unfold half_bell.
apply Rle_trans with (RInt (fun _ => 0) 0 x); [rewrite integral_constant; lra |].
apply RInt_le; [exact hx | apply ex_RInt_const | apply bell_integrable | intros t _; left; apply exp_pos].
Qed.

Theorem mass : is_lim half_bell p_infty (sqrt (PI / 2)).
Proof.
apply (is_lim_ext_loc (fun x => sqrt (PI / 2 - 2 * companion x))).
{ exists 0. intros x hx. rewrite <- half_bell_square. replace (half_bell x ^ 2) with (half_bell x * half_bell x) by ring.
  apply sqrt_square, half_bell_pos; lra. }
apply (is_lim_comp_continuous (fun x => PI / 2 - 2 * companion x) sqrt p_infty (PI / 2)).
- replace (Finite (PI / 2)) with (Finite (PI / 2 - 2 * 0)) by (f_equal; ring).
  apply (is_lim_minus' (fun _ => PI / 2) (fun x => 2 * companion x) p_infty (PI / 2) (2 * 0)); [apply is_lim_const |].
  apply (is_lim_scal_l companion 2 p_infty 0).
  apply (is_lim_le_le_loc (fun _ => 0) bell); [| apply is_lim_const | apply bell_vanishes].
  exists 0; intros x _; apply companion_bounds.
- apply continuity_pt_filterlim, continuity_pt_sqrt. pose proof PI_RGT_0; lra.
Qed.
