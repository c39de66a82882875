(* Real numbers: what roots, inverses, absolute values and maxima are, and where they are what we mean. *)
From Coq Require Export Reals Lra Psatz Classical Nsatz.
From Coquelicot Require Export Coquelicot.
From Interval Require Export Tactic.
Open Scope R_scope.

Lemma PI_near : 31415926/10000000 < PI < 31415927/10000000.
Proof. split; interval. Qed.

Lemma Rmax_spec a b : (a <= b /\ Rmax a b = b) \/ (b <= a /\ Rmax a b = a).
Proof. unfold Rmax; destruct (Rle_dec a b); [left | right]; lra. Qed.
Lemma Rmin_spec a b : (a <= b /\ Rmin a b = a) \/ (b <= a /\ Rmin a b = b).
Proof. unfold Rmin; destruct (Rle_dec a b); [left | right]; lra. Qed.
Lemma Rabs_spec a : (0 <= a /\ Rabs a = a) \/ (a <= 0 /\ Rabs a = - a).
Proof. unfold Rabs; destruct (Rcase_abs a); [right | left]; lra. Qed.

Lemma root_facts t : 0 <= t -> 0 <= sqrt t /\ sqrt t * sqrt t = t.
Proof. intro h; split; [apply sqrt_pos | apply sqrt_sqrt, h]. Qed.
Lemma root_facts_pos t : 0 < t -> 0 < sqrt t /\ sqrt t * sqrt t = t.
Proof. intro h; split; [apply sqrt_lt_R0, h | apply sqrt_sqrt; lra]. Qed.
Lemma inverse_facts t : t <> 0 -> t * / t = 1.
Proof. intro h; apply Rinv_r, h. Qed.
Lemma inverse_facts_pos t : 0 < t -> 0 < / t /\ t * / t = 1.
Proof. intro h; split; [apply Rinv_0_lt_compat, h | apply Rinv_r; lra]. Qed.
Lemma inverse_facts_neg t : t < 0 -> / t < 0 /\ t * / t = 1.
Proof. intro h; split; [apply Rinv_lt_0_compat, h | apply Rinv_r; lra]. Qed.
Lemma circle t : sin t * sin t + cos t * cos t = 1.
Proof. exact (sin2_cos2 t). Qed.
Lemma square_pos d : d <> 0 -> 0 < d ^ 2.
Proof. intro h. replace (d ^ 2) with (Rsqr d) by (unfold Rsqr; ring). apply Rlt_0_sqr, h. Qed.

(* The roots of t^2 a and of a quotient, where a proof meets them in two forms. *)
Lemma root_unique r t : 0 <= r -> r * r = t -> sqrt t = r.
Proof. intros hr <-. apply sqrt_square, hr. Qed.
Lemma root_times c B A : 0 <= c -> A = c * c * B -> sqrt A = c * sqrt B.
Proof.
intros hc ->. rewrite sqrt_mult_alt by (apply Rmult_le_pos; exact hc). rewrite sqrt_square by exact hc. reflexivity.
Qed.
Lemma cos_by_half p : cos p = 1 - 2 * (sin (1 / 2 * p) * sin (1 / 2 * p)).
Proof.
replace p with (2 * (1 / 2 * p)) at 1 by field. rewrite cos_2a. pose proof (circle (1 / 2 * p)). lra.
Qed.
Lemma sin_by_half p : sin p = 2 * (sin (1 / 2 * p) * cos (1 / 2 * p)).
Proof. replace p with (2 * (1 / 2 * p)) at 1 by field. rewrite sin_2a. ring. Qed.
Lemma square_of_itself x : 0 <= x * x.
Proof. exact (Rle_0_sqr x). Qed.
Lemma square_unfolded x : 0 <= x * (x * 1).
Proof. rewrite Rmult_1_r. exact (Rle_0_sqr x). Qed.

(* Denominators cleared: n = e d, so that e and n have the same sign. *)
Lemma clear_gt e d n : 0 < d -> n = e * d -> 0 < e -> 0 < n.
Proof. intros hd -> he; apply Rmult_lt_0_compat; assumption. Qed.
Lemma clear_ge e d n : 0 < d -> n = e * d -> 0 <= e -> 0 <= n.
Proof. intros hd -> he; apply Rmult_le_pos; lra. Qed.
Lemma clear_eq e d n : d <> 0 -> n = e * d -> 0 = e -> 0 = n.
Proof. intros hd -> <-; ring. Qed.

(* Two functions that agree near a point have the same derivative there. *)
Lemma Derive_near (f g : R -> R) (P : R -> Prop) x :
  locally x P -> (forall y, P y -> f y = g y) -> Derive f x = Derive g x.
Proof. intros h e. apply Derive_ext_loc. revert h; apply filter_imp, e. Qed.
Lemma ex_derive_near (f g : R -> R) (P : R -> Prop) x :
  locally x P -> (forall y, P y -> f y = g y) -> ex_derive g x -> ex_derive f x.
Proof.
intros h e. apply ex_derive_ext_loc. revert h; apply filter_imp; intros y py; symmetry; apply e, py.
Qed.
Lemma near_all (x : R) : locally x (fun _ => True).
Proof. apply filter_forall; intro; exact I. Qed.
Lemma near_pos (x : R) : 0 < x -> locally x (fun y => 0 < y).
Proof. intro h. apply (open_gt 0 x h). Qed.
Lemma near_neg (x : R) : x < 0 -> locally x (fun y => y < 0).
Proof. intro h. apply (open_lt 0 x h). Qed.
Lemma near_nonzero (x : R) : x <> 0 -> locally x (fun y => y <> 0).
Proof. intro h. apply (open_neq 0 x h). Qed.
Lemma near_between (x a b : R) : a < x < b -> locally x (fun y => a < y < b).
Proof. intros [ha hb]. apply filter_and; [apply (open_gt a x ha) | apply (open_lt b x hb)]. Qed.

(* Integrals. Between finite ends and, as limits, up to infinity. *)
Definition int (f : R -> R) (a b : R) : R := RInt f a b.
Definition int_up (f : R -> R) (a : R) : R := RInt_gen f (at_point a) (Rbar_locally p_infty).
Definition int_down (f : R -> R) (a : R) : R := RInt_gen f (Rbar_locally m_infty) (at_point a).
Definition int_line (f : R -> R) : R := RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).
Definition ex_int (f : R -> R) (a b : R) : Prop := ex_RInt f a b.
Definition ex_int_up (f : R -> R) (a : R) : Prop := ex_RInt_gen f (at_point a) (Rbar_locally p_infty).
Definition ex_int_down (f : R -> R) (a : R) : Prop := ex_RInt_gen f (Rbar_locally m_infty) (at_point a).
Definition ex_int_line (f : R -> R) : Prop := ex_RInt_gen f (Rbar_locally m_infty) (Rbar_locally p_infty).

Section Antiderivative.
Variables (F f : R -> R) (a b : R).
Hypothesis derives : forall t, Rmin a b <= t <= Rmax a b -> is_derive F t (f t).
Hypothesis smooth : forall t, Rmin a b <= t <= Rmax a b -> continuous f t.
Theorem is_int : is_RInt f a b (F b - F a).
Proof. apply (is_RInt_derive F f); assumption. Qed.
Theorem int_value : int f a b = F b - F a.
Proof. unfold int. apply is_RInt_unique, is_int. Qed.
Theorem int_exists : ex_int f a b.
Proof. eexists; exact is_int. Qed.
End Antiderivative.

Lemma int_exists_continuous (f : R -> R) a b :
  (forall t, Rmin a b <= t <= Rmax a b -> ex_derive f t) -> ex_int f a b.
Proof. intro h. apply (ex_RInt_continuous f); intros t ht. apply (ex_derive_continuous f), h, ht. Qed.

Lemma is_derive_arctangent x : is_derive atan x (/ (1 + x * x)).
Proof.
replace (/ (1 + x * x)) with (/ (1 + x ^ 2)) by (f_equal; ring). apply is_derive_Reals, derivable_pt_lim_atan.
Qed.
Lemma ex_derive_arctangent x : ex_derive atan x.
Proof. eexists; apply is_derive_arctangent. Qed.
Lemma Derive_arctangent x : Derive atan x = / (1 + x * x).
Proof. apply is_derive_unique, is_derive_arctangent. Qed.
