(* A layer that updates all units at once: two units that the next map reads alike stay together. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Simultaneous.
Variables (R : comRingType) (n m N : nat).
Variables (T : 'M[R]_n) (S : 'M[R]_(m, n)) (X : 'M[R]_(n, N)) (slope : 'M[R]_(n, N)) (B : 'M[R]_(m, N)) (eps : R).
Variables (act : 'M[R]_(n, N)).
(* T x before, act behind an elementwise activation with the given slopes; B the loss's gradient behind S *)
Let G : 'M[R]_(n, N) := \matrix_(i, k) (slope i k * (S^T *m B) i k).
Let T_next := T - eps *: (G *m X^T).
Let S_next := S - eps *: (B *m act^T).
Definition rows_equal (p q : 'I_n) (A : 'M[R]_n) := forall j, A p j = A q j.
Definition columns_equal (p q : 'I_n) (A : 'M[R]_(m, n)) := forall i, A i p = A i q.

Theorem together p q : rows_equal p q T -> columns_equal p q S ->
  (forall k, slope p k = slope q k) -> (forall k, act p k = act q k) ->
  rows_equal p q T_next /\ columns_equal p q S_next.
Proof.
move=> rows columns slopes acts; split=> [j|i]; rewrite !mxE.
- rewrite rows; congr (_ - _ * _); apply: eq_bigr => k _; rewrite !mxE slopes; congr (_ * _ * _).
  by apply: eq_bigr => i _; rewrite !mxE columns.
- by rewrite columns; congr (_ - _ * _); apply: eq_bigr => k _; rewrite !mxE acts.
Qed.

(* whatever the next map, the difference of two rows moves by the difference of their gradients *)
Theorem step p q j : T_next q j - T_next p j = T q j - T p j - eps * \sum_k (G q k - G p k) * X j k.
Proof.
rewrite !mxE opprD addrACA; congr (_ + _); rewrite -opprD -mulrBr; congr (- (_ * _)).
by rewrite -sumrB; apply: eq_bigr => k _; rewrite mulrBl !mxE.
Qed.
End Simultaneous.
