(* The standard normal density and distribution function. *)
Require Export Elementary.
Require Import Mass.

Definition phi (z : R) : R := exp (- (z ^ 2) / 2) / sqrt (2 * PI).
Definition Phi (z : R) : R := 1 / 2 + RInt phi 0 z.

Lemma two_pi_pos : 0 < sqrt (2 * PI).
Proof. apply sqrt_lt_R0; pose proof PI_RGT_0; lra. Qed.
Lemma phi_pos z : 0 < phi z.
Proof. unfold phi. apply Rdiv_lt_0_compat; [apply exp_pos | exact two_pi_pos]. Qed.
Lemma phi_bound z : phi z < 2 / 5.
Proof.
unfold phi. pose proof two_pi_pos. assert (5 / 2 < sqrt (2 * PI)) by interval.
assert (exp (- z ^ 2 / 2) <= 1).
{ rewrite <- exp_0. destruct (Rle_lt_or_eq_dec (- z ^ 2 / 2) 0) as [h | h]; [nra | |].
  - left; apply exp_increasing, h.
  - rewrite h; right; reflexivity. }
apply (Rmult_lt_reg_r (sqrt (2 * PI))); [assumption |]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l by lra. lra.
Qed.
Lemma phi_opp z : phi (- z) = phi z.
Proof. unfold phi. replace ((- z) ^ 2) with (z ^ 2) by ring. reflexivity. Qed.
Lemma phi_0 : phi 0 = 1 / 2 * sqrt 2 * / sqrt PI.
Proof.
unfold phi. replace (- 0 ^ 2 / 2) with 0 by field. pose proof PI_RGT_0.
rewrite exp_0, sqrt_mult by lra.
assert (0 < sqrt PI) by (apply sqrt_lt_R0; lra). assert (0 < sqrt 2) by (apply sqrt_lt_R0; lra).
assert (sqrt 2 * sqrt 2 = 2) by (apply sqrt_sqrt; lra). field_simplify_eq; [nra | lra].
Qed.
(* densities multiply when squares add up *)
Lemma phi_times a b c d : a ^ 2 + b ^ 2 = c ^ 2 + d ^ 2 -> phi a * phi b = phi c * phi d.
Proof.
intro e. unfold phi, Rdiv.
transitivity (exp (- a ^ 2 * / 2) * exp (- b ^ 2 * / 2) * (/ sqrt (2 * PI) * / sqrt (2 * PI))); [ring |].
transitivity (exp (- c ^ 2 * / 2) * exp (- d ^ 2 * / 2) * (/ sqrt (2 * PI) * / sqrt (2 * PI))); [| ring].
rewrite <- !exp_plus. do 2 f_equal. lra.
Qed.
Lemma is_derive_phi z : is_derive phi z (- z * phi z).
Proof.
unfold phi; auto_derive; [exact I |]. pose proof two_pi_pos. cbn [pred INR].
replace (- (z * (z * 1)) * / 2) with (- z ^ 2 / 2) by (unfold Rdiv; ring). field_simplify_eq; [ring | lra].
Qed.
Lemma ex_derive_phi z : ex_derive phi z.
Proof. eexists; apply is_derive_phi. Qed.
Lemma Derive_phi z : Derive phi z = - z * phi z.
Proof. apply is_derive_unique, is_derive_phi. Qed.
Lemma continuous_phi z : continuous phi z.
Proof. apply (ex_derive_continuous phi z), ex_derive_phi. Qed.
Lemma ex_RInt_phi a b : ex_RInt phi a b.
Proof. apply (ex_RInt_continuous phi); intros z _; apply continuous_phi. Qed.

Lemma is_derive_Phi z : is_derive Phi z (phi z).
Proof.
unfold Phi. replace (phi z) with (0 + phi z) by ring.
apply (is_derive_plus (fun _ => 1 / 2) (fun z => RInt phi 0 z)); [apply (is_derive_const (1 / 2) z) |].
apply (is_derive_RInt phi (fun z => RInt phi 0 z) 0 z); [| apply continuous_phi].
apply filter_forall; intro y. apply (RInt_correct phi 0 y), ex_RInt_phi.
Qed.
Lemma ex_derive_Phi z : ex_derive Phi z.
Proof. eexists; apply is_derive_Phi. Qed.
Lemma Derive_Phi z : Derive Phi z = phi z.
Proof. apply is_derive_unique, is_derive_Phi. Qed.
Lemma continuous_Phi z : continuous Phi z.
Proof. apply (ex_derive_continuous Phi z), ex_derive_Phi. Qed.
Lemma Phi_0 : Phi 0 = 1 / 2.
Proof. unfold Phi. rewrite (@RInt_point R_CompleteNormedModule). unfold zero; simpl. ring. Qed.
Lemma Phi_int a : Phi a = 1 / 2 + int phi 0 a.
Proof. reflexivity. Qed.

Lemma phi_bell z : phi z = / sqrt (2 * PI) * bell z.
Proof. unfold phi, bell, Rdiv. apply Rmult_comm. Qed.
Lemma Phi_p_infty : is_lim Phi p_infty 1.
Proof.
pose proof PI_RGT_0. pose proof two_pi_pos.
assert (half : / sqrt (2 * PI) * sqrt (PI / 2) = 1 / 2).
{ replace (2 * PI) with (PI / 2 * (2 * 2)) by field. rewrite sqrt_mult, sqrt_square by lra.
  assert (0 < sqrt (PI / 2)) by (apply sqrt_lt_R0; lra). field. lra. }
apply (is_lim_ext (fun z => 1 / 2 + / sqrt (2 * PI) * half_bell z)).
{ intro z. unfold Phi, half_bell. f_equal.
  rewrite (RInt_ext phi (fun t => scal (/ sqrt (2 * PI)) (bell t)) 0 z) by (intros; apply phi_bell).
  rewrite (RInt_scal bell 0 z) by apply bell_integrable. reflexivity. }
replace (Finite 1) with (Finite (1 / 2 + / sqrt (2 * PI) * sqrt (PI / 2))) by (f_equal; lra).
apply (is_lim_plus' (fun _ => 1 / 2) _ p_infty (1 / 2)); [apply is_lim_const |].
apply (is_lim_scal_l half_bell _ p_infty (sqrt (PI / 2))), mass.
Qed.
Lemma Phi_opp z : Phi (- z) = 1 - Phi z.
Proof.
set (s := fun z => Phi (- z) + Phi z).
assert (flat : forall u, is_derive s u 0).
{ intro u. unfold s. replace 0 with (- phi u + phi u) by ring.
  apply (is_derive_plus (fun z => Phi (- z)) Phi); [| apply is_derive_Phi].
  rewrite <- (phi_opp u). replace (- phi (- u)) with (scal (-1) (phi (- u))) by (unfold scal; simpl; unfold mult; simpl; ring).
  apply (is_derive_comp Phi Ropp u (phi (- u)) (-1)); [apply is_derive_Phi |].
  auto_derive; [exact I | ring]. }
assert (same : s z = s 0).
{ destruct (MVT_gen s 0 z (fun _ => 0)) as [c [_ e]].
  - intros u _. apply flat.
  - intros u _. apply continuity_pt_filterlim, (ex_derive_continuous s u). eexists; apply flat.
  - lra. }
unfold s in same. rewrite Ropp_0, Phi_0 in same. lra.
Qed.
Lemma Phi_m_infty : is_lim Phi m_infty 0.
Proof.
apply (is_lim_ext (fun z => 1 - Phi (- z))); [intro z; rewrite Phi_opp; ring |].
replace (Finite 0) with (Finite (1 - 1)) by (f_equal; ring).
apply (is_lim_minus' (fun _ => 1) (fun z => Phi (- z)) m_infty 1 1); [apply is_lim_const |].
apply (is_lim_comp Phi Ropp m_infty 1 p_infty); [apply Phi_p_infty | | exists 0; discriminate].
apply (is_lim_opp (fun z => z) m_infty m_infty), is_lim_id.
Qed.
Lemma Phi_increasing a b : a < b -> Phi a < Phi b.
Proof.
intro lt. destruct (MVT_gen Phi a b phi) as [c [_ e]].
- intros u _. apply is_derive_Phi.
- intros u _. apply continuity_pt_filterlim, continuous_Phi.
- pose proof (phi_pos c). nra.
Qed.
Lemma Phi_lt_1 z : Phi z < 1.
Proof.
apply Rlt_le_trans with (Phi (z + 1)); [apply Phi_increasing; lra |].
change (Rbar_le (Phi (z + 1)) 1).
apply (is_lim_le_loc (fun _ => Phi (z + 1)) Phi p_infty (Phi (z + 1)) 1).
- exists (z + 1). intros y hy. left. apply Phi_increasing, hy.
- apply is_lim_const.
- apply Phi_p_infty.
Qed.
Lemma Phi_pos z : 0 < Phi z.
Proof. pose proof (Phi_lt_1 (- z)). rewrite Phi_opp in *. lra. Qed.

(* Phi lies near anything differentiable whose derivative is near phi. *)
Lemma Phi_near (p dp : R -> R) a b d e : a <= b -> (forall x, is_derive p x (dp x)) ->
  (forall x, a <= x <= b -> Rabs (phi x - dp x) <= e) -> Rabs (Phi a - p a) <= d ->
  forall x, a <= x <= b -> Rabs (Phi x - p x) <= d + e * (b - a).
Proof.
intros hab hp he hd x hx.
assert (0 <= e) by (apply Rle_trans with (2 := he a ltac:(lra)); apply Rabs_pos).
assert (slope : forall t, is_derive (fun t => Phi t - p t) t (phi t - dp t)).
{ intro t. apply (is_derive_minus Phi p t); [apply is_derive_Phi | apply hp]. }
destruct (MVT_gen (fun t => Phi t - p t) a x (fun t => phi t - dp t)) as [c [hc E]].
- intros t _. apply slope.
- intros t _. apply continuity_pt_filterlim, (ex_derive_continuous (fun t => Phi t - p t) t). eexists; apply slope.
- rewrite Rmin_left, Rmax_right in hc by lra.
  replace (Phi x - p x) with ((Phi a - p a) + (phi c - dp c) * (x - a)) by (rewrite <- E; ring).
  eapply Rle_trans; [apply Rabs_triang |]. apply Rplus_le_compat; [exact hd |]. rewrite Rabs_mult.
  apply Rmult_le_compat; try apply Rabs_pos; [apply he; lra | rewrite Rabs_right; lra].
Qed.
(* ... from 0, where Phi is known *)
Lemma Phi_near_0 (p dp : R -> R) a b e : a <= 0 <= b -> (forall x, is_derive p x (dp x)) ->
  (forall x, a <= x <= b -> Rabs (phi x - dp x) <= e) -> p 0 = 1 / 2 ->
  forall x, a <= x <= b -> - (e * (b - a)) <= Phi x - p x <= e * (b - a).
Proof.
intros hab hp he h0 x hx. apply Rabs_le_between.
assert (slope : forall t, is_derive (fun t => Phi t - p t) t (phi t - dp t)).
{ intro t. apply (is_derive_minus Phi p t); [apply is_derive_Phi | apply hp]. }
destruct (MVT_gen (fun t => Phi t - p t) 0 x (fun t => phi t - dp t)) as [c [hc E]].
- intros t _. apply slope.
- intros t _. apply continuity_pt_filterlim, (ex_derive_continuous (fun t => Phi t - p t) t). eexists; apply slope.
- assert (a <= c <= b) by (unfold Rmin, Rmax in hc; destruct (Rle_dec 0 x); lra).
  assert (0 <= e) by (apply Rle_trans with (2 := he c H); apply Rabs_pos).
  replace (Phi x - p x) with ((phi c - dp c) * x) by (rewrite Phi_0, h0 in E; lra).
  rewrite Rabs_mult. apply Rmult_le_compat; try apply Rabs_pos; [apply he; assumption |].
  apply Rabs_le_between. lra.
Qed.
