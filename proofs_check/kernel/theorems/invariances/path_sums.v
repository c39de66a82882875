(* The output of a network on any acyclic graph is a sum over its paths. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Paths.
Variables (R : comRingType) (n' : nat).
Let n := n'.+1.
Notation vertex := 'I_n.
(* weight of the edge i -> j; slope in use at vertex i (1 at inputs); edges only go upwards *)
Variables (w : vertex -> vertex -> R) (slope : vertex -> R).
Hypothesis acyclic : forall i j : vertex, (j <= i)%N -> w i j = 0.

Let step : 'M[R]_n := \matrix_(j, i) (w i j * slope i).

Lemma climbs k (j i : vertex) : (j < i + k)%N -> (step ^+ k) j i = 0.
Proof.
elim: k j i => [|k IH] j i; first by rewrite addn0 expr0 mxE => lt_ji; rewrite -val_eqE (ltn_eqF lt_ji).
move=> lt_j; rewrite exprS mxE big1 // => l _; rewrite mxE.
case: (leqP j l) => [le_jl|lt_lj]; first by rewrite acyclic // !mul0r.
by rewrite IH ?mulr0 // (leq_trans lt_lj) // -ltnS -addnS.
Qed.
Lemma nilpotent : step ^+ n = 0.
Proof. by apply/matrixP => j i; rewrite mxE climbs // (leq_trans (ltn_ord j)) ?leq_addl. Qed.

(* arguments z of all vertices: what the input adds there, and what comes over the edges *)
Theorem unrolled (x z : 'cV[R]_n) : z = x + step *m z -> z = \sum_(k < n) (step ^+ k *m x).
Proof.
move=> eq_z; have unroll k : z = \sum_(l < k) (step ^+ l *m x) + step ^+ k *m z.
  elim: k => [|k IH]; first by rewrite big_ord0 expr0 mul1mx add0r.
  by rewrite big_ord_recr /= -addrA exprSr -mulmxE -mulmxA -mulmxDr -eq_z.
by rewrite {1}(unroll n) nilpotent mul0mx addr0.
Qed.

(* paths of k edges from i to j, written from j downwards, and what a path multiplies by *)
Fixpoint paths k (j i : vertex) : seq (seq vertex) :=
  if k is k'.+1 then flatten [seq [seq j :: t | t <- paths k' l i] | l <- enum 'I_n]
  else if j == i then [:: [:: i]] else [::].
Fixpoint product (t : seq vertex) : R :=
  if t is j :: t' then (if t' is i :: _ then w i j * slope i * product t' else 1) else 1.

Lemma path_head k j i t : t \in paths k j i -> exists t', t = j :: t'.
Proof.
case: k => [|k] /=; first by case: eqP => [->|//]; rewrite inE => /eqP ->; exists [::].
by case/flattenP => s /mapP[l _ ->] /mapP[t' _ ->]; exists t'.
Qed.
Lemma power_of_step k j i : (step ^+ k) j i = \sum_(t <- paths k j i) product t.
Proof.
elim: k j => [|k IH] j /=; first by rewrite expr0 mxE; case: eqP => _; rewrite ?big_seq1 ?big_nil.
rewrite exprS mxE big_flatten /= big_map big_enum /=; apply: eq_bigr => l _.
rewrite IH mulr_sumr big_map big_seq_cond [RHS]big_seq_cond; apply: eq_bigr => t /andP[t_in _].
by have [t' ->] := path_head _ _ _ _ t_in; rewrite mxE.
Qed.

Theorem sum_over_paths (x z : 'cV[R]_n) : z = x + step *m z ->
  forall j, z j 0 = \sum_i \sum_(k < n) \sum_(t <- paths k j i) product t * x i 0.
Proof.
move=> /unrolled -> j; rewrite summxE exchange_big /=; apply: eq_bigr => k _.
by rewrite mxE; apply: eq_bigr => i _; rewrite power_of_step mulr_suml.
Qed.

End Paths.
