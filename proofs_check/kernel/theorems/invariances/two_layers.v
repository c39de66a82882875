(* What gradient flow conserves between two layers that follow one another.

   The first map reads X (its rows the inputs, its columns all examples and positions; of a convolution the
   patches) and gives Z = W X. Unit i passes on S i k * Z i k, S its slope in use in column k. The second map is
   a sum of parts T s, each behind a fixed linear map P s of the columns: the offsets of a convolution, the
   positions that a dense map reads, average pooling before either; a plain dense map has a single part. E is the
   gradient of the loss in its outputs. Free blocks are maps [U Z] and [Y; Z] of stacked inputs. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section TwoLayers.
Variables (R : comRingType) (n m p q r : nat) (O : finType).
Variables (X : 'M[R]_(n, q)) (W : 'M[R]_(m, n)) (S : 'M[R]_(m, q)).
Variables (T : O -> 'M[R]_(p, m)) (P : O -> 'M[R]_(q, r)) (E : 'M[R]_(p, r)).

Let Z := W *m X.
Let H := \matrix_(i, k) (S i k * Z i k).
(* the loss's gradient in H, and the velocities of the weights *)
Let B := \sum_s (T s)^T *m E *m (P s)^T.
Let W' := - ((\matrix_(i, k) (S i k * B i k)) *m X^T).
Let T' s := - (E *m (H *m P s)^T).

Lemma into i j : (W' *m W^T) i j = - \sum_k S i k * B i k * Z j k.
Proof.
rewrite /W' mulNmx mxE -mulmxA -trmx_mul -/Z mxE; congr (- _); apply: eq_bigr => k _.
by rewrite !mxE.
Qed.
Lemma out_of i j : (\sum_s (T' s)^T *m T s) i j = - \sum_k S i k * Z i k * B j k.
Proof.
have -> : \sum_s (T' s)^T *m T s = - (H *m B^T).
  rewrite /B [(\sum_s _)^T]raddf_sum mulmx_sumr -sumrN; apply: eq_bigr => s _.
  by rewrite /T' linearN /= mulNmx trmx_mul trmxK !trmx_mul !trmxK !mulmxA.
by rewrite mxE mxE; congr (- _); apply: eq_bigr => k _; rewrite !mxE.
Qed.

(* W W^T - sum T^T T stays as it is in the entries of units that are linear or agree in activation *)
Theorem conserved i j : (forall k, S i k = S j k) ->
  (W' *m W^T + W *m W'^T) i j = (\sum_s ((T' s)^T *m T s + (T s)^T *m T' s)) i j.
Proof.
move=> agree; rewrite big_split /= [LHS]mxE [RHS]mxE.
have -> : (W *m W'^T) i j = (W' *m W^T) j i by rewrite -[in RHS](trmxK (W' *m W^T)) [RHS]mxE trmx_mul trmxK.
have -> : (\sum_s (T s)^T *m T' s) i j = (\sum_s (T' s)^T *m T s) j i.
  by rewrite !summxE; apply: eq_bigr => s _; rewrite -[(T' s)^T *m T s]trmxK [RHS]mxE trmx_mul trmxK.
rewrite !into !out_of -!opprD; congr (- _); rewrite -!big_split /=; apply: eq_bigr => k _.
by rewrite agree addrC; congr (_ + _); rewrite mulrAC.
Qed.
(* the diagonal needs no agreement: squares of the weights into a unit, less squares of those out of it *)
Corollary squares i : (W' *m W^T + W *m W'^T) i i = (\sum_s ((T' s)^T *m T s + (T s)^T *m T' s)) i i.
Proof. exact: conserved. Qed.
End TwoLayers.

(* between two dense linear layers the whole matrix stays as it is *)
Section Linear.
Variables (R : comRingType) (n m p q : nat).
Variables (X : 'M[R]_(n, q)) (W1 : 'M[R]_(m, n)) (W2 : 'M[R]_(p, m)) (E : 'M[R]_(p, q)).
Let W1' := - (W2^T *m E) *m X^T.
Let W2' := - E *m (W1 *m X)^T.
Theorem linear : W1' *m W1^T + W1 *m W1'^T = W2'^T *m W2 + W2^T *m W2'.
Proof.
by rewrite /W1' /W2' !(mulNmx, mulmxN, linearN, trmx_mul, trmxK, mulmxA) /=
  !(mulNmx, mulmxN, trmx_mul, trmxK, mulmxA) addrC.
Qed.
End Linear.
