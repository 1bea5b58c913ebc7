"""The installation's log in public: its page, checkpoints, tiles, keys, proofs, and the verifier."""
