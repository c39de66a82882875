(* A layer of weights that the outputs depend on linearly, with everything else held fixed. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Squares.
(* examples x, weights e of the layer; G x e is the derivative of output x by weight e; c x that of the loss *)
Variables (R : comRingType) (N W : finType) (w : W -> R) (G : N -> W -> R) (c : N -> R).
Let f x := \sum_e w e * G x e.
Let w' e := - \sum_x c x * G x e.

(* the sum of squares changes at the rate - 2 sum c f, which does not depend on the layer *)
Theorem rate : \sum_e (w e * w' e + w' e * w e) = - (\sum_x c x * f x) *+ 2.
Proof.
have one : \sum_e w e * w' e = - \sum_x c x * f x.
  rewrite /w' /f; under eq_bigr do rewrite mulrN mulr_sumr.
  rewrite sumrN exchange_big /=; congr (- _); apply: eq_bigr => x _.
  by rewrite mulr_sumr; apply: eq_bigr => e _; rewrite mulrCA.
by rewrite big_split /= (eq_bigr _ (fun e _ => mulrC (w' e) (w e))) one -mulr2n.
Qed.
End Squares.

Section TwoLayersOfAnyKind.
Variables (R : comRingType) (N V W : finType).
Variables (v : V -> R) (w : W -> R) (F : N -> V -> R) (G : N -> W -> R) (c : N -> R).
(* both layers give the same outputs *)
Hypothesis same : forall x, \sum_e v e * F x e = \sum_e w e * G x e.
Theorem conserved :
  \sum_e (v e * - (\sum_x c x * F x e) + - (\sum_x c x * F x e) * v e)
  = \sum_e (w e * - (\sum_x c x * G x e) + - (\sum_x c x * G x e) * w e).
Proof. by rewrite !rate; congr (- _ *+ 2); apply: eq_bigr => x _; rewrite same. Qed.
End TwoLayersOfAnyKind.
