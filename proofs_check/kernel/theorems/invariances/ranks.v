(* How many directions the velocities of the balanced matrices have with q examples. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Ranks.
Variables (F : fieldType) (n m p q : nat).
Variables (X : 'M[F]_(n, q)) (W1 : 'M[F]_(m, n)) (W2 : 'M[F]_(p, m)) (B : 'M[F]_(m, q)) (H : 'M[F]_(m, q)).
Variable E : 'M[F]_(p, q).
(* velocities of the weights: B and E are the gradients in front of and behind the second layer, H what it reads *)
Let W1' := - (B *m X^T).
Let W2' := - (E *m H^T).

Lemma through k (A : 'M[F]_(k, q)) l (C : 'M[F]_(q, l)) : (\rank (A *m C) <= q)%N.
Proof. exact: leq_trans (mulmx_max_rank _ _) _. Qed.
Lemma two k l (A C : 'M[F]_(k, l)) : (\rank A <= q)%N -> (\rank C <= q)%N -> (\rank (A + C)%R <= 2 * q)%N.
Proof. by move=> hA hC; rewrite mul2n -addnn; exact: leq_trans (mxrank_add _ _) (leq_add hA hC). Qed.

Theorem first : (\rank (W1' *m W1^T + W1 *m W1'^T)%R <= 2 * q)%N.
Proof.
apply: two; first by rewrite /W1' mulNmx mxrank_opp -mulmxA through.
by rewrite /W1' linearN /= mulmxN mxrank_opp trmx_mul trmxK mulmxA through.
Qed.
Theorem second : (\rank (W2'^T *m W2 + W2^T *m W2')%R <= 2 * q)%N.
Proof.
apply: two; first by rewrite /W2' linearN /= mulNmx mxrank_opp trmx_mul trmxK -mulmxA through.
by rewrite /W2' mulmxN mxrank_opp mulmxA through.
Qed.
Theorem difference :
  (\rank ((W1' *m W1^T + W1 *m W1'^T) - (W2'^T *m W2 + W2^T *m W2'))%R <= 4 * q)%N.
Proof.
apply: leq_trans (mxrank_add _ _) _; rewrite mxrank_opp.
by apply: leq_trans (leq_add first second) _; rewrite -mulnDl.
Qed.
End Ranks.
