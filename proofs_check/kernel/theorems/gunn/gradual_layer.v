(* A layer whose units are updated one after another: unit i reads the new values of the units before it. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Layer.
Variables (R : comUnitRingType) (n : nat).
Implicit Types (w : 'M[R]_n) (x y g d : 'cV[R]_n) (i j : 'I_n).

(* what unit i reads: new outputs before it, old values from it on *)
Definition state x y i j : R := if (j < i)%N then y j 0 else x j 0.
Definition reads w x y i : R := \sum_j w i j * state x y i j.
Definition layer w x y := forall i, y i 0 = x i 0 + reads w x y i.

Definition below w : 'M[R]_n := \matrix_(i, j) (if (j < i)%N then w i j else 0).
Definition above w : 'M[R]_n := \matrix_(i, j) (if (j < i)%N then 0 else w i j).

Lemma readsE w x y i : reads w x y i = (below w *m y) i 0 + (above w *m x) i 0.
Proof.
rewrite !mxE -big_split /=; apply: eq_bigr => j _; rewrite !mxE /state.
by case: ifP; rewrite mul0r ?addr0 ?add0r.
Qed.

(* Eq. 1: what is left of the equations of all units is what is left of the triangular system *)
Theorem system w x y :
  \col_i (y i 0 - (x i 0 + reads w x y i)) = (1%:M - below w) *m y - (1%:M + above w) *m x.
Proof.
rewrite mulmxBl mulmxDl !mul1mx; apply/matrixP => i k; rewrite !ord1 mxE readsE [RHS]mxE [X in _ = X + _]mxE.
rewrite [X in _ = _ + X]mxE [(x + _) i 0]mxE [(- (below w *m y)) i 0]mxE.
by rewrite -addrA -opprD addrCA.
Qed.

Lemma layer_system w x y : layer w x y <-> (1%:M - below w) *m y = (1%:M + above w) *m x.
Proof.
split=> [eqs | /eqP].
  apply/eqP; rewrite -subr_eq0 -system; apply/eqP/matrixP => i k; rewrite !mxE.
  by rewrite {1}(eqs i) subrr.
by rewrite -subr_eq0 -system => /eqP/matrixP eqs i; apply/eqP; rewrite -subr_eq0; have := eqs i 0; rewrite !mxE => ->.
Qed.

Lemma unitriangular w : \det (1%:M - below w) = 1.
Proof.
rewrite det_trig; last first.
  by apply/is_trig_mxP => i j lt_ij; rewrite !mxE -val_eqE (ltn_eqF lt_ij) ltnNge (ltnW lt_ij) /= subrr.
by apply: big1 => i _; rewrite !mxE eqxx ltnn subr0.
Qed.
Lemma invertible w : 1%:M - below w \in unitmx.
Proof. by rewrite unitmxE unitriangular unitr1. Qed.

(* Eq. 1: the layer is the linear map (1 - L)^-1 (1 + U) *)
Theorem layer_map w x y : layer w x y <-> y = invmx (1%:M - below w) *m (1%:M + above w) *m x.
Proof.
rewrite layer_system -mulmxA; split=> [<- | ->]; first by rewrite mulKmx ?invertible.
by rewrite mulKVmx ?invertible.
Qed.

(* units before the first one that changes do not change *)
Lemma unchanged w w' x y y' i : layer w x y -> layer w' x y' ->
  (forall k l : 'I_n, (k < i)%N -> w' k l = w k l) -> forall k : 'I_n, (k < i)%N -> y' k 0 = y k 0.
Proof.
move=> ly ly' same; suff : forall m (k : 'I_n), (k < m)%N -> (k < i)%N -> y' k 0 = y k 0.
  by move=> h k; exact: (h k.+1 k (ltnSn k)).
elim=> // m IH k lt_km lt_ki; rewrite ly ly'; congr (_ + _); apply: eq_bigr => l _.
rewrite same // /state; case: ifP => // lt_lk; congr (_ * _); apply: IH.
  by rewrite -ltnS; apply: leq_trans lt_km; rewrite ltnS.
exact: ltn_trans lt_lk lt_ki.
Qed.

Lemma below_moved w i j t :
  below (w + t *: delta_mx i j) = below w + t *: (if (j < i)%N then delta_mx i j else 0).
Proof.
apply/matrixP => k l; rewrite !mxE; case: ifP => lt_lk; case: ifP => lt_ji; rewrite !mxE ?mulr0 ?addr0 //.
- case: eqP => [ek|_] /=; last by rewrite mulr0 addr0.
  by case: eqP => [el|_]; rewrite ?mulr0 ?addr0 //; move: lt_lk; rewrite ek el lt_ji.
- case: eqP => [ek|_] /=; last by rewrite mulr0 addr0.
  by case: eqP => [el|_]; rewrite ?mulr0 ?addr0 //; move: lt_lk; rewrite ek el lt_ji.
Qed.
Lemma above_moved w i j t :
  above (w + t *: delta_mx i j) = above w + t *: (if (j < i)%N then 0 else delta_mx i j).
Proof.
apply/matrixP => k l; rewrite !mxE; case: ifP => lt_lk; case: ifP => lt_ji; rewrite !mxE ?mulr0 ?addr0 //.
- case: eqP => [ek|_] /=; last by rewrite mulr0 addr0.
  by case: eqP => [el|_]; rewrite ?mulr0 ?addr0 //; move: lt_lk; rewrite ek el lt_ji.
- case: eqP => [ek|_] /=; last by rewrite mulr0 addr0.
  by case: eqP => [el|_]; rewrite ?mulr0 ?addr0 //; move: lt_lk; rewrite ek el lt_ji.
Qed.
Lemma delta_col i j (v : 'cV[R]_n) : delta_mx i j *m v = v j 0 *: delta_mx i 0.
Proof.
apply/matrixP => k l; rewrite !mxE !ord1 eqxx andbT (bigD1 j) //= big1 => [|m /negPf ne].
  by rewrite !mxE eqxx andbT addr0 mulrC.
by rewrite mxE ne andbF mul0r.
Qed.

(* Eq. 2: a change t of omega_ij changes the loss g.y by t delta_i h_j exactly, so its derivative is delta_i h_j *)
Theorem gradient w x y y' g d i j t :
  layer w x y -> layer (w + t *: delta_mx i j) x y' -> d^T *m (1%:M - below w) = g^T ->
  (g^T *m (y' - y)) 0 0 = t * (d i 0 * state x y i j).
Proof.
move=> ly ly' <-.
have same (k : 'I_n) : (k < i)%N -> y' k 0 = y k 0.
  move: k; apply: (@unchanged w _ x y y' i ly ly') => k l lt; rewrite !mxE.
  by case: eqP lt => [->|_ _]; rewrite ?ltnn //= mulr0 addr0.
have moved : (1%:M - below w) *m (y' - y) = (t * state x y i j) *: delta_mx i 0.
  move/layer_system: ly'; rewrite below_moved above_moved opprD !addrA mulmxBl [X in _ = X]mulmxDl => /eqP.
  rewrite subr_eq mulmxBr => /eqP ->; move/layer_system: ly => ->.
  rewrite -[X in X - _]addrA addrC addKr -!scalemxAl -scalerA /state -scalerDr.
  case: ifP => lt_ji; first by rewrite mul0mx add0r delta_col same.
  by rewrite mul0mx addr0 delta_col.
have entry : (d^T *m (delta_mx i 0 : 'cV[R]_n)) 0 0 = d i 0.
  rewrite mxE (bigD1 i) //= big1 => [|k /negPf ne]; first by rewrite !mxE !eqxx mulr1 addr0.
  by rewrite !mxE ne mulr0.
by rewrite -mulmxA moved -scalemxAr mxE entry -mulrA [state _ _ _ _ * _]mulrC.
Qed.

(* Eq. 3: all weights step at once; the move of y_i, for every size of the step *)
Theorem step w x y y' (d : 'cV[R]_n) e i :
  layer w x y -> layer (\matrix_(k, j) (w k j - e * (d k 0 * state x y k j))) x y' ->
  y' i 0 - y i 0 = - (e * d i 0 * \sum_(j < n) state x y i j * state x y' i j)
    + \sum_(j < n | (j < i)%N) w i j * (y' j 0 - y j 0).
Proof.
move=> ly ly'; rewrite (ly i) (ly' i) opprD addrACA subrr add0r /reads -sumrB mulr_sumr -sumrN.
rewrite [X in _ = _ + X]big_mkcond -big_split /=; apply: eq_bigr => j _.
rewrite mxE mulrBl addrAC addrC; congr (- _ + _); first by rewrite !mulrA.
by rewrite /state; case: ifP => _; rewrite ?subrr // -mulrBr.
Qed.
End Layer.
