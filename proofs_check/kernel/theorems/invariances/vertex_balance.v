(* Squares into and out of a hidden vertex with any number of edges, on any number of examples. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Vertex.
(* edges in I, edges out O, examples N *)
Variables (R : comRingType) (I O N : finType).
(* weights in and out; what each edge in brings; the gradient behind each edge out; slope of the vertex; weight of
   the example in the loss *)
Variables (u : I -> R) (s : O -> R) (read : N -> I -> R) (behind : N -> O -> R) (slope c : N -> R).
Let argument x := \sum_i u i * read x i.
Let gradient x := \sum_o s o * behind x o.
Let u' i := - \sum_x c x * (gradient x * slope x * read x i).
Let s' o := - \sum_x c x * (behind x o * (slope x * argument x)).

Let flow x := c x * (gradient x * slope x * argument x).

Lemma into : \sum_i u i * u' i = - \sum_x flow x.
Proof.
rewrite /u'; under eq_bigr do rewrite mulrN mulr_sumr.
rewrite sumrN exchange_big /=; congr (- _); apply: eq_bigr => x _.
by rewrite /flow /argument !mulr_sumr; apply: eq_bigr => i _; rewrite mulrCA; congr (_ * _); rewrite mulrCA.
Qed.
Lemma out_of : \sum_o s o * s' o = - \sum_x flow x.
Proof.
rewrite /s'; under eq_bigr do rewrite mulrN mulr_sumr.
rewrite sumrN exchange_big /=; congr (- _); apply: eq_bigr => x _.
rewrite /flow /gradient -!mulrA mulr_suml mulr_sumr; apply: eq_bigr => o _.
by rewrite [s o * (c x * _)]mulrCA !mulrA.
Qed.

(* the rates of half the two sums of squares are equal; so are the sums of w dR/dw over edges in and out *)
Theorem balance : \sum_i u i * u' i = \sum_o s o * s' o.
Proof. by rewrite into out_of. Qed.
End Vertex.
