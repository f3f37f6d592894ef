"""The seal: canonical texts, an append-only log of their digests, keys, proofs, and their verification.

Nothing here reads the catalogue or writes the site. `Statement` and the HTML of a text become a canonical text
(`canonical`); its digest becomes an `Entry` of the log (`entries`); the log is a Merkle tree (`merkle`) whose head is a
signed `Checkpoint` (`checkpoints`, `notes`, `signing`); a release proves with a few hashes that it is in the log
(`proofs`). Formats: C2SP signed-note, tlog-checkpoint, tlog-cosignature, tlog-proof, tlog-tiles and tlog-policy
(https://c2sp.org). docs/seal.md explains all of it.
"""
