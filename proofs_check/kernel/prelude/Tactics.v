(* Tactics that stored scripts call by name. Nothing here is trusted: the kernel checks what they build. *)
Require Export HalfLine.
From Coq Require Import Lia.

(* ---- hypotheses and goals taken apart ---- *)
Ltac parts := repeat match goal with
  | H : _ /\ _ |- _ => destruct H
  | H : exists _, _ |- _ => destruct H
  end.
Ltac goals := repeat match goal with
  | |- forall _, _ => intro
  | |- _ -> _ => intro
  | |- ~ _ => intro
  | |- _ <-> _ => split
  | |- _ /\ _ => split
  | |- True => exact I
  | |- ?A \/ ?B => let h := fresh in destruct (classic A) as [h | h]; [left; exact h | right]
  end.
(* the same, with what must not be 0 left as it stands *)
Ltac obligations := repeat match goal with
  | |- _ <> _ => fail 1
  | |- forall _, _ => intro
  | |- _ /\ _ => split
  | |- True => exact I
  end; parts.
Ltac branches := repeat match goal with
  | H : _ /\ _ |- _ => destruct H
  | H : exists _, _ |- _ => destruct H
  | H : _ \/ _ |- _ => destruct H
  | H : ~ (_ < _) |- _ => apply Rnot_lt_le in H
  | H : ~ (_ <= _) |- _ => apply Rnot_le_lt in H
  | H : ~ (_ /\ _) |- _ => apply not_and_or in H
  | H : ~ (_ \/ _) |- _ => apply not_or_and in H
  | H : ~ (_ -> _) |- _ => apply imply_to_and in H
  | H : ~ ~ _ |- _ => apply NNPP in H
  | H : ~ (@eq R _ _) |- _ => apply Rdichotomy in H; destruct H
  | H : ?A -> ?B |- _ => match type of A with Prop => let h := fresh in destruct (classic A) as [h | h]; [specialize (H h) | clear H] end
  end.
(* variables that are given by an equation *)
Ltac given := repeat match goal with H : ?x = ?y |- _ => first [is_var x; subst x | is_var y; subst y] end.
(* absolute values, maxima, minima and pieces, case by case *)
Ltac case_on_Rabs a := let e := fresh "e" in destruct (Rabs_spec a) as [[? e] | [? e]]; rewrite e in *; clear e.
Ltac case_on_Rmax a b := let e := fresh "e" in destruct (Rmax_spec a b) as [[? e] | [? e]]; rewrite e in *; clear e.
Ltac case_on_Rmin a b := let e := fresh "e" in destruct (Rmin_spec a b) as [[? e] | [? e]]; rewrite e in *; clear e.
Ltac cases := repeat (match goal with
  | |- context [if ?d then _ else _] => destruct d
  | H : context [if ?d then _ else _] |- _ => destruct d
  | |- context [Rmax ?a ?b] => case_on_Rmax a b
  | H : context [Rmax ?a ?b] |- _ => case_on_Rmax a b
  | |- context [Rmin ?a ?b] => case_on_Rmin a b
  | H : context [Rmin ?a ?b] |- _ => case_on_Rmin a b
  | |- context [Rabs ?a] => case_on_Rabs a
  | H : context [Rabs ?a] |- _ => case_on_Rabs a
  end; try (exfalso; lra)).
(* a goal turned into a hypothesis *)
Ltac contra := match goal with
  | |- _ < _ => apply Rnot_le_lt; intro
  | |- _ <= _ => apply Rnot_lt_le; intro
  | |- @eq R ?a ?b => let h := fresh in destruct (Rtotal_order a b) as [h | [h | h]]; [exfalso | exact h | exfalso]
  | |- False => idtac
  end.

(* ---- positive, nonzero ---- *)
Ltac factors_pos := repeat first
  [ apply Rmult_lt_0_compat | apply Rplus_lt_0_compat | apply pow_lt | apply square_pos | apply Rinv_0_lt_compat
  | apply sqrt_lt_R0 | apply exp_pos | apply phi_pos | apply Phi_pos | apply PI_RGT_0 ].
Ltac know h := let T := type of h in lazymatch goal with H : T |- _ => fail | _ => pose proof h end.
Ltac sum_of_squares := repeat match goal with
  | |- context [?x ^ 2] => know (pow2_ge_0 x)
  | |- context [?x * (?x * 1)] => know (square_unfolded x)
  | |- context [?x * ?x] => know (square_of_itself x)
  end.
Ltac simple_pos := first
  [ assumption | lra | solve [sum_of_squares; lra] | solve [pose proof PI_near; lra]
  | solve [apply sqrt_lt_R0; first [assumption | lra | solve [sum_of_squares; first [lra | nra]]]]
  | solve [sum_of_squares; nra]
  | solve [factors_pos; first [assumption | lra | solve [sum_of_squares; lra] | solve [pose proof PI_near; nra] | nra]] ].
(* sums, products, squares, roots and inverses of what has a sign, by their structure *)
Ltac at_least_0 := first
  [ assumption | lra | apply pow2_ge_0 | apply sqrt_pos | apply Rabs_pos | solve [left; above_0]
  | solve [apply Rplus_le_le_0_compat; at_least_0] | solve [apply Rmult_le_pos; at_least_0] | solve [apply pow_le; at_least_0] ]
with above_0 := first
  [ assumption | lra | apply exp_pos | apply phi_pos | apply Phi_pos | apply PI_RGT_0
  | solve [apply Rmult_lt_0_compat; above_0] | solve [apply Rinv_0_lt_compat; above_0] | solve [apply pow_lt; above_0]
  | solve [apply sqrt_lt_R0; above_0] | solve [apply square_pos; first [assumption | lra]]
  | solve [apply Rplus_lt_le_0_compat; [above_0 | at_least_0]] | solve [apply Rplus_le_lt_0_compat; [at_least_0 | above_0]] ].
Ltac pos := first [ simple_pos | solve [above_0] | nra | solve [interval] ].
Ltac nonneg := first [ assumption | lra | solve [at_least_0] | solve [left; simple_pos] | nra | solve [interval] ].
Ltac nonzero := first
  [ assumption | solve [apply Rgt_not_eq; unfold Rgt; simple_pos] | solve [apply Rlt_not_eq; simple_pos]
  | solve [apply pow_nonzero; nonzero] | solve [apply Rinv_neq_0_compat; nonzero]
  | solve [apply Rmult_integral_contrapositive_currified; nonzero]
  | solve [apply Rgt_not_eq; unfold Rgt; above_0] | solve [apply Rgt_not_eq; unfold Rgt; pos] | solve [apply Rlt_not_eq; pos] | solve [intro; nra] ].
Ltac nonzeros := repeat split; nonzero.

(* ---- an inequality whose sides differ by a product d ---- *)
Ltac signs_of_factors := repeat first [apply Rmult_le_pos | apply Rmult_lt_0_compat];
  first [assumption | lra | solve [at_least_0] | solve [above_0] | nra].
Ltac weakly_by d := let h := fresh in
  assert (h : 0 <= d) by signs_of_factors; apply Rminus_le;
  match goal with |- ?a <= 0 => replace a with (- d) by (first [ring | field; nonzeros]); lra end.
Ltac strictly_by d := let h := fresh in
  assert (h : 0 < d) by signs_of_factors; apply Rminus_lt;
  match goal with |- ?a < 0 => replace a with (- d) by (first [ring | field; nonzeros]); lra end.

(* ---- what is known of roots, inverses and functions that occur ---- *)
Ltac root_of t := lazymatch goal with
  | H : sqrt t * sqrt t = t |- _ => fail
  | _ => first [ destruct (root_facts_pos t ltac:(pos)) as [? ?] | destruct (root_facts t ltac:(nonneg)) as [? ?] ] end.
Ltac inverse_of t := lazymatch goal with
  | H : t * / t = 1 |- _ => fail
  | _ => first [ destruct (inverse_facts_pos t ltac:(simple_pos)) as [? ?] | destruct (inverse_facts_neg t ltac:(simple_pos)) as [? ?]
    | destruct (inverse_facts_pos t ltac:(pos)) as [? ?] | destruct (inverse_facts_neg t ltac:(pos)) as [? ?]
    | pose proof (inverse_facts t ltac:(nonzero)) ] end.
Ltac roots := repeat match goal with |- context [sqrt ?t] => root_of t | H : context [sqrt ?t] |- _ => root_of t end.
Ltac inverse_of_term t := lazymatch t with IZR _ => fail | _ => inverse_of t end.
Ltac inverses := unfold Rdiv in *; repeat match goal with |- context [/ ?t] => inverse_of_term t | H : context [/ ?t] |- _ => inverse_of_term t end.
Ltac bounds := repeat match goal with
  | |- context [phi ?z] => know (phi_pos z) | H : context [phi ?z] |- _ => know (phi_pos z)
  | |- context [Phi ?z] => know (Phi_pos z); pose proof (Phi_lt_1 z)
  | H : context [Phi ?z] |- _ => know (Phi_pos z); pose proof (Phi_lt_1 z)
  | |- context [exp ?z] => know (exp_pos z) | H : context [exp ?z] |- _ => know (exp_pos z)
  | |- context [PI] => know PI_near | H : context [PI] |- _ => know PI_near
  end.
Ltac bounds_of_phi := repeat match goal with
  | |- context [phi ?z] => know (phi_bound z) | H : context [phi ?z] |- _ => know (phi_bound z) end.
(* the density is largest at 0 *)
Lemma phi_most z : phi z <= phi 0.
Proof.
unfold phi. apply Rmult_le_compat_r; [left; apply Rinv_0_lt_compat, two_pi_pos |].
destruct (Req_dec z 0) as [-> | h]; [right; reflexivity |]. left. apply exp_increasing. nra.
Qed.
Ltac peaks := repeat match goal with
  | |- context [phi ?z] => know (phi_most z) | H : context [phi ?z] |- _ => lazymatch type of H with _ <= phi 0 => fail | _ => know (phi_most z) end end;
  rewrite ?phi_0 in *.
Ltac circles := repeat match goal with
  | |- context [sin ?t] => know (circle t) | |- context [cos ?t] => know (circle t)
  | H : context [sin ?t] |- _ => know (circle t) | H : context [cos ?t] |- _ => know (circle t)
  end.
Ltac facts := roots; inverses; bounds; circles.
(* phi(-z) and Phi(-z) by phi(z) and Phi(z), and two arguments that are the same *)
Lemma phi_mirror a b : a = - b -> phi a = phi b.
Proof. intros ->. apply phi_opp. Qed.
Lemma Phi_mirror a b : a = - b -> Phi a = 1 - Phi b.
Proof. intros ->. apply Phi_opp. Qed.
Ltac plainly := first [ring | solve [field; nonzeros] | lra].
Ltac mirrored a b := try (let h := fresh in assert (h : a = - b) by plainly;
  rewrite ?(phi_mirror a b h), ?(Phi_mirror a b h) in *; clear h).
Ltac same a b := try (let h := fresh in assert (h : a = b) by plainly;
  rewrite ?(f_equal phi h), ?(f_equal Phi h) in *; clear h).

(* ---- angles and roots in another form ---- *)
Ltac angles := repeat first [rewrite sin_plus | rewrite cos_plus | rewrite sin_minus | rewrite cos_minus
  | rewrite sin_neg | rewrite cos_neg | rewrite sin_atan | rewrite cos_atan
  | match goal with |- context [?a * ?b] => let h := fresh in
      assert (h : a * b = - b) by ring; first [rewrite (f_equal sin h) | rewrite (f_equal cos h)]; clear h end ];
  unfold Rsqr in *.
(* multiples of an angle, sums multiplied by a number, and angles whose sine and cosine are known *)
Lemma sin_3a x : sin (3 * x) = sin x * cos (2 * x) + cos x * sin (2 * x).
Proof. rewrite <- sin_plus. f_equal; ring. Qed.
Lemma cos_3a x : cos (3 * x) = cos x * cos (2 * x) - sin x * sin (2 * x).
Proof. rewrite <- cos_plus. f_equal; ring. Qed.
Lemma sin_half_PI : sin (1 / 2 * PI) = 1.
Proof. transitivity (sin (PI / 2)); [f_equal; field | apply sin_PI2]. Qed.
Lemma cos_half_PI : cos (1 / 2 * PI) = 0.
Proof. transitivity (cos (PI / 2)); [f_equal; field | apply cos_PI2]. Qed.
Lemma sin_minus_half_PI : sin (- (1 / 2) * PI) = -1.
Proof. replace (- (1 / 2) * PI) with (- (1 / 2 * PI)) by ring. rewrite sin_neg, sin_half_PI. ring. Qed.
Lemma cos_minus_half_PI : cos (- (1 / 2) * PI) = 0.
Proof. replace (- (1 / 2) * PI) with (- (1 / 2 * PI)) by ring. rewrite cos_neg. apply cos_half_PI. Qed.
Ltac known_angles := rewrite ?sin_0, ?cos_0, ?sin_PI, ?cos_PI, ?sin_2PI, ?cos_2PI, ?sin_half_PI, ?cos_half_PI,
  ?sin_minus_half_PI, ?cos_minus_half_PI.
Ltac spread_by a b c := replace (a * (b + c)) with (a * b + a * c) by ring.
Ltac spread_angles := repeat match goal with
  | |- context [sin (?a * (?b + ?c))] => spread_by a b c
  | |- context [cos (?a * (?b + ?c))] => spread_by a b c
  | |- context [sin (?a * 1)] => rewrite (Rmult_1_r a)
  | |- context [cos (?a * 1)] => rewrite (Rmult_1_r a)
  end.
Ltac trig := repeat first [ progress known_angles | progress spread_angles | progress angles
  | rewrite sin_2a | rewrite cos_2a | rewrite sin_3a | rewrite cos_3a ].
(* exp (- ln x) *)
Lemma exp_minus_ln x : 0 < x -> exp ((-1) * ln x) = / x.
Proof. intro h. replace ((-1) * ln x) with (- ln x) by ring. rewrite exp_Ropp, exp_ln by exact h. reflexivity. Qed.
Ltac logs := repeat match goal with |- context [exp ((-1) * ln ?x)] => rewrite (exp_minus_ln x) by pos end.
Ltac halves p := try rewrite (cos_by_half p) in *; try rewrite (sin_by_half p) in *.
Ltac scaled A c B := try rewrite (root_times c B A ltac:(nonneg) ltac:(plainly)) in *.
(* hypotheses that a product or a sum of squares vanishes *)
Ltac products := repeat match goal with
  | H : ?a * ?b = 0 |- _ => apply Rmult_integral in H; destruct H
  | H : 0 = ?a * ?b |- _ => symmetry in H
  end.

(* ---- equations ---- *)
Ltac relevant := repeat match goal with
  | H : sqrt ?t * sqrt ?t = _ |- ?g => match g with context [sqrt t] => fail 1 | _ => clear H end
  | H : ?t * / ?t = 1 |- ?g => match g with context [/ t] => fail 1 | _ => clear H end
  | H : sin ?t * sin ?t + _ = _ |- ?g => match g with context [sin t] => fail 1 | context [cos t] => fail 1 | _ => clear H end
  end.
Ltac equations := repeat match goal with H : ?T |- _ => match type of T with Prop =>
  match T with @eq R _ _ => fail 1 | _ => clear H end end end.
Ltac ideal := unfold Rpow_def.pow in *; equations; first [solve [relevant; nsatz] | solve [nsatz]].
Ltac plain := first [ reflexivity | lra | ring | solve [field; nonzeros] ].
Ltac at_0 := rewrite ?phi_0, ?Phi_0 in *.
Ltac algebra := at_0; first [ plain | solve [facts; first [ solve [field_simplify_eq; [ideal | nonzeros ..]] | ideal ]] ].

(* ---- derivatives ---- *)
Ltac smooth := unfold Rpow_def.pow in *; repeat split;
  first [ exact I | apply ex_derive_phi | apply ex_derive_Phi | apply ex_derive_arctangent | nonzero | pos | idtac ].
Ltac hyperbolic := unfold tanh, sinh, cosh in *.
Ltac derived := rewrite ?Derive_phi, ?Derive_Phi, ?Derive_arctangent in *; unfold Rdiv in *; cbn [INR pred pow] in *.
Ltac derivative f x := let h := fresh in
  eassert (h : is_derive f x _) by (auto_derive; [solve [smooth] | reflexivity]);
  rewrite (is_derive_unique _ _ _ h); clear h.
Ltac of_normal := rewrite ?Derive_phi, ?Derive_Phi in *.
Ltac derivatives := hyperbolic; of_normal; repeat match goal with |- context [Derive ?f ?x] =>
  derivative f x; of_normal end; derived.
Ltac near := first [ apply near_all | apply near_pos; simple_pos | apply near_neg; simple_pos | apply near_nonzero; nonzero
  | apply near_between; split; simple_pos ].
(* a derivative inside a derivative: what the inner one is, and near which points *)
Ltac inner f g P x := rewrite (Derive_near f g P x);
  [ | near | let y := fresh in intros y ?; derivatives; algebra ].
Ltac differentiable := hyperbolic; auto_derive; smooth.

(* ---- integrals ---- *)
Ltac antiderivative F f a b := rewrite (int_value F f a b);
  [ | let t := fresh in intros t ?; hyperbolic; auto_derive; [solve [smooth] | derived; algebra]
    | let t := fresh in intros t ?; apply (ex_derive_continuous f t); auto_derive; smooth ].

(* ---- everything defined ---- *)
Ltac in_order a b := first
  [ let h := fresh in assert (h : a <= b) by (first [lra | nra | solve [interval]]);
    rewrite ?(Rmin_left a b h), ?(Rmax_right a b h) in *; clear h
  | let h := fresh in assert (h : b <= a) by (first [lra | nra | solve [interval]]);
    rewrite ?(Rmin_right a b h), ?(Rmax_left a b h) in *; clear h
  | cases ].
Ltac in_range := parts; repeat match goal with H : context [Rmin ?a ?b] |- _ => in_order a b end; parts.
Ltac integrable := unfold int, ex_int; first
  [ apply int_exists_continuous; intros; in_range; differentiable
  | apply (ex_RInt_ext (fun _ => 0)); [intros; ring | apply ex_RInt_const] ].
Ltac defined := first [ assumption | nonzero | nonneg | pos | solve [differentiable] | solve [integrable] ].

(* ---- Phi on a box: near a polynomial ---- *)
Ltac near_polynomial p dp a b e x := let h := fresh in let r := fresh "r" in
  pose proof (Phi_near_0 p dp a b e ltac:(lra)
    ltac:(let t := fresh in intro t; cbv beta; auto_derive; [exact I | field])
    ltac:(let t := fresh "t" in intros t ?; cbv beta; unfold phi; interval with (i_bisect t, i_taylor t, i_degree 20, i_prec 70, i_depth 14))
    ltac:(cbv beta; field) x ltac:(split; interval with (i_prec 60))) as h;
  pose (r := Phi x - p x); replace (Phi x) with (p x + r) by (unfold r; ring); fold r in h; clearbody r; cbv beta in *; parts.
