(* The variance of the entries of a weight update - eta d z^T, for any numbers of outputs and inputs. *)
From mathcomp Require Import all_ssreflect all_algebra.
Import GRing.Theory Num.Theory.
Open Scope ring_scope.

(* the identity between moments that is left in the end *)
Lemma moments (R : comRingType) (a b p q : R) :
  a * b - (p * p) * (q * q) = (a - p * p) * (q * q) + (b - q * q) * (a - p * p) + (b - q * q) * (p * p).
Proof.
rewrite -addrA -mulrDr subrK [(b - _) * a]mulrC mulrBl mulrBr.
by rewrite [RHS]addrC addrA subrK.
Qed.

Section Mean.
Variables (F : numFieldType) (I : finType).
Definition mean (f : I -> F) : F := (\sum_i f i) / #|I|%:R.
Definition variance (f : I -> F) : F := mean (fun i => (f i - mean f) ^+ 2).
Lemma meanD f g : mean (fun i => f i + g i) = mean f + mean g.
Proof. by rewrite /mean big_split mulrDl. Qed.
Lemma meanM c f : mean (fun i => c * f i) = c * mean f.
Proof. by rewrite /mean -mulr_sumr mulrA. Qed.
Hypothesis inhabited : (0 < #|I|)%N.
Lemma mean_const c : mean (fun _ => c) = c.
Proof. by rewrite /mean sumr_const -[c *+ _]mulr_natr mulfK // pnatr_eq0 -lt0n. Qed.
Lemma varianceE f : variance f = mean (fun i => f i ^+ 2) - mean f ^+ 2.
Proof.
rewrite /variance.
have -> : mean (fun i => (f i - mean f) ^+ 2) = mean (fun i => f i ^+ 2 + (- (mean f) *+ 2 * f i + mean f ^+ 2)).
  by congr (_ / _); apply: eq_bigr => i _; rewrite sqrrB -addrA mulNrn mulNr mulrnAl [mean f * _]mulrC.
by rewrite !meanD meanM mean_const mulNrn mulNr mulrnAl -expr2 mulr2n opprD -addrA addNr addr0.
Qed.
End Mean.
Arguments mean {F I} f.
Arguments variance {F I} f.

Section Update.
Variables (F : numFieldType) (m n : nat) (d : 'I_m -> F) (z : 'I_n -> F) (eta : F).
Hypotheses (outputs : (0 < m)%N) (inputs : (0 < n)%N).
Let update (e : 'I_m * 'I_n) := - eta * (d e.1 * z e.2).

Lemma mean_product (f : 'I_m -> F) (g : 'I_n -> F) : mean (fun e : 'I_m * 'I_n => f e.1 * g e.2) = mean f * mean g.
Proof.
rewrite /mean card_prod natrM invfM mulrACA; congr (_ * _).
rewrite mulr_suml -(pair_bigA _ (fun i j => f i * g j)) /=.
by apply: eq_bigr => i _; rewrite mulr_sumr.
Qed.

Theorem identity :
  variance update
  = eta ^+ 2 * (variance d * mean z ^+ 2 + variance z * variance d + variance z * mean d ^+ 2).
Proof.
have inhabited : (0 < #|{: 'I_m * 'I_n}|)%N by rewrite card_prod !card_ord muln_gt0 outputs.
have squares : mean (fun e => update e ^+ 2) = eta ^+ 2 * (mean (fun i => d i ^+ 2) * mean (fun j => z j ^+ 2)).
  rewrite -mean_product -meanM; congr (_ / _); apply: eq_bigr => e _.
  by rewrite /update exprMn sqrrN exprMn.
have product : mean update = - eta * (mean d * mean z) by rewrite /update meanM mean_product.
rewrite !varianceE ?card_ord // squares product exprMn sqrrN exprMn -mulrBr; congr (_ * _).
by rewrite !expr2 moments.
Qed.
End Update.
