(* The residual stream: an input map, any number of blocks x + U sigma(Y x), and a read-out. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory.
Open Scope ring_scope.

Section Stream.
Variables (R : comRingType) (n m h p q N : nat).
Variables (X : 'M[R]_(n, q)) (W0 : 'M[R]_(m, n)) (W : 'M[R]_(p, m)) (E : 'M[R]_(p, q)).
Variables (U : nat -> 'M[R]_(m, h)) (Y : nat -> 'M[R]_(h, m)) (S : nat -> 'M[R]_(h, q)).
(* x k enters block k; b k is the loss's gradient there *)
Variables (x b : nat -> 'M[R]_(m, q)).
Let masked (A B : 'M[R]_(h, q)) : 'M[R]_(h, q) := \matrix_(i, k) (A i k * B i k).
Let H k := masked (S k) (Y k *m x k).
Let D k := masked (S k) ((U k)^T *m b k.+1).
Hypothesis x_0 : x 0%N = W0 *m X.
Hypothesis x_next : forall k, x k.+1 = x k + U k *m H k.
Hypothesis b_last : b N = W^T *m E.
Hypothesis b_before : forall k, b k = b k.+1 + (Y k)^T *m D k.
(* velocities of the weights *)
Let W0' := - (b 0%N *m X^T).
Let U' k := - (b k.+1 *m (H k)^T).
Let Y' k := - (D k *m (x k)^T).
Let W' := - (E *m (x N)^T).

Let half k := b k *m (x k)^T.
Lemma step k : - (U' k *m (U k)^T) + (Y k)^T *m Y' k = half k.+1 - half k.
Proof.
rewrite /half x_next [(x k + _)^T]linearD /= mulmxDr trmx_mul [b k]b_before [(b k.+1 + _) *m _]mulmxDl.
by rewrite /U' /Y' mulNmx opprK mulmxN !mulmxA [- (_ + _)]opprD addrACA subrr add0r.
Qed.

Theorem conserved :
  (W0' *m W0^T + W0 *m W0'^T) + \sum_(k < N) (U' k *m (U k)^T + U k *m (U' k)^T)
  = \sum_(k < N) ((Y' k)^T *m Y k + (Y k)^T *m Y' k) + (W'^T *m W + W^T *m W').
Proof.
pose G := half N.
have first : W0' *m W0^T = - half 0%N by rewrite /W0' /half mulNmx -mulmxA -trmx_mul -x_0.
have last : W^T *m W' = - half N by rewrite /W' /half mulmxN mulmxA -b_last.
have blocks : \sum_(k < N) (U' k *m (U k)^T) = \sum_(k < N) ((Y k)^T *m Y' k) - (half N - half 0%N).
  rewrite -(telescope_sumr _ (leq0n N)) big_mkord -sumrB; apply: eq_bigr => k _.
  by rewrite -step opprD opprK addrCA subrr addr0.
have one : W0' *m W0^T + \sum_(k < N) (U' k *m (U k)^T) = \sum_(k < N) ((Y k)^T *m Y' k) + W^T *m W'.
  by rewrite first blocks last opprB addrCA [_ + (half 0%N - _)]addrA addNr add0r.
have := congr1 (fun M => M + M^T) one; rewrite ![(_ + _)^T]linearD /= ![(\sum_(k < N) _)^T]raddf_sum /=.
rewrite [(W0' *m _)^T]trmx_mul trmxK [(W^T *m _)^T]trmx_mul trmxK => two.
have sum1 : \sum_(k < N) (U' k *m (U k)^T)^T = \sum_(k < N) U k *m (U' k)^T.
  by apply: eq_bigr => k _; rewrite trmx_mul trmxK.
have sum2 : \sum_(k < N) ((Y k)^T *m Y' k)^T = \sum_(k < N) (Y' k)^T *m Y k.
  by apply: eq_bigr => k _; rewrite trmx_mul trmxK.
move: two; rewrite sum1 sum2 !big_split /= addrACA => ->.
by rewrite addrACA; congr (_ + _); rewrite addrC.
Qed.
End Stream.
