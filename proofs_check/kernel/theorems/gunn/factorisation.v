(* Which maps a linear layer with gradually updated units can be: products of triangular matrices. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Factorisation.
Variables (R : comUnitRingType) (n : nat).
Implicit Types (L M U : 'M[R]_n).
Definition strictly_lower L := forall i j : 'I_n, (i <= j)%N -> L i j = 0.
Definition unit_lower M := forall i j : 'I_n, (i <= j)%N -> M i j = (i == j)%:R.
Definition upper U := forall i j : 'I_n, (j < i)%N -> U i j = 0.

Lemma strictly_lower_unit L : strictly_lower L -> unit_lower (1%:M - L).
Proof. by move=> low i j le_ij; rewrite !mxE low // subr0. Qed.
Lemma unit_lower_strictly M : unit_lower M -> strictly_lower (1%:M - M).
Proof. by move=> low i j le_ij; rewrite !mxE low // subrr. Qed.

Lemma unit_lower_invertible M : unit_lower M -> M \in unitmx.
Proof.
move=> low; rewrite unitmxE det_trig.
  by rewrite big1 ?unitr1 // => i _; rewrite low // eqxx.
by apply/is_trig_mxP => i j lt_ij; rewrite low ?(ltnW lt_ij) // -val_eqE (ltn_eqF lt_ij).
Qed.

(* the inverse is unit lower triangular too *)
Lemma unit_lower_inverse M : unit_lower M -> unit_lower (invmx M).
Proof.
move=> low; have inv := mulVmx (unit_lower_invertible _ low).
have entry i j : invmx M i j = (i == j)%:R - \sum_(k < n | (j < k)%N) invmx M i k * M k j.
  move/matrixP/(_ i j): inv; rewrite !mxE (bigID (fun k : 'I_n => (j < k)%N)) /= => <-.
  rewrite addrAC subrr add0r (bigD1 j) ?ltnn //= low // eqxx mulr1 big1 ?addr0 // => k.
  rewrite -leqNgt => /andP[le_kj ne_kj]; rewrite low // (negPf ne_kj) mulr0 //.
suff main m (i j : 'I_n) : (n - j <= m)%N -> (i <= j)%N -> invmx M i j = (i == j)%:R.
  by move=> i j; apply: (main (n - j)%N).
elim: m i j => [|m IH] i j le_m le_ij.
  by move: le_m; rewrite leqn0 subn_eq0 leqNgt ltn_ord.
rewrite entry big1 ?subr0 // => k lt_jk; rewrite IH.
- by rewrite -val_eqE (ltn_eqF (leq_ltn_trans le_ij lt_jk)) mul0r.
- by rewrite -ltnS; apply: leq_trans le_m; rewrite ltn_sub2l.
- exact: leq_trans le_ij (ltnW lt_jk).
Qed.

(* the layer's matrix is a unit lower times an upper triangular matrix *)
Theorem factors L U : strictly_lower L -> upper U ->
  exists M V, unit_lower M /\ upper V /\ invmx (1%:M - L) *m (1%:M + U) = M *m V.
Proof.
move=> low up; exists (invmx (1%:M - L)), (1%:M + U); split; [|split=> //].
  exact/unit_lower_inverse/strictly_lower_unit.
by move=> i j lt_ji; rewrite !mxE up // addr0 eq_sym -val_eqE (ltn_eqF lt_ji).
Qed.
(* and every such product is the matrix of a layer *)
Theorem reached M V : unit_lower M -> upper V ->
  exists L U, strictly_lower L /\ upper U /\ invmx (1%:M - L) *m (1%:M + U) = M *m V.
Proof.
move=> low up; exists (1%:M - invmx M), (V - 1%:M); split; [|split].
- exact/unit_lower_strictly/unit_lower_inverse.
- by move=> i j lt_ji; rewrite !mxE up // sub0r eq_sym -val_eqE (ltn_eqF lt_ji) oppr0.
- by rewrite opprB addrCA subrr addr0 invmxK addrCA subrr addr0.
Qed.
End Factorisation.
