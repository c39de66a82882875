"""From what a proof leaves behind to a verdict, and to the ledger of them all."""
