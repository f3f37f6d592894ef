"""The mathematics and the formats of the log, against definitions and programs that are not Press's own."""

from __future__ import annotations

import base64
from hashlib import sha256

import nacl.bindings
import nacl.exceptions
import nacl.signing
import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.seal import checkpoints, keys, merkle, notes, policy, proofs, signing, tiles
from press.seal.checkpoints import Head
from press.seal.entries import Action, Entry, entry
from press.seal.keys import KeyList
from press.seal.merkle import Tree
from press.seal.notes import COSIGNATURE, ML_DSA, Key, Note
from press.seal.proofs import Proof
from press.seal.tiles import Tile
from tests.fuzzing import fuzz

ORIGIN = "uji.example/seal"
SEED, OTHER, MLDSA = (signing.Seed(bytes([n]) * 32, a) for n, a in ((1, "ed25519"), (2, "ed25519"), (3, "ml-dsa-44")))
LEAVES = [f"entri {number}".encode() for number in range(300)]
TREE = Tree(LEAVES)


def head_by_definition(leaves: list[bytes]) -> bytes:
    """MTH(D[n]) word for word as in RFC 6962, section 2.1."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\0" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return sha256(b"\1" + head_by_definition(leaves[:k]) + head_by_definition(leaves[k:])).digest()


HEADS = [head_by_definition(LEAVES[:size]) for size in range(82)]


def test_head_is_that_of_the_definition() -> None:
    assert [TREE.head(size) for size in range(82)] == HEADS
    for size in (255, 256, 257, 300):
        assert TREE.head(size) == head_by_definition(LEAVES[:size])
    large = Tree([b"x%d" % number for number in range(65_537)])
    assert large.head(65_536) == large.levels[16][0]
    proof = large.inclusion(65_535, 65_537)
    assert merkle.is_included(merkle.leaf_hash(b"x65535"), 65_535, 65_537, proof, large.head(65_537))


def test_every_leaf_and_every_older_head_is_proven_and_no_other() -> None:
    """All sizes up to 80, and those around the border of a tile."""
    for size in (*range(1, 81), 255, 256, 257):
        head = TREE.head(size)
        for index in range(size) if size <= 80 else (0, 127, 254, size - 1):
            proof = TREE.inclusion(index, size)
            assert merkle.is_included(merkle.leaf_hash(LEAVES[index]), index, size, proof, head)
            assert not merkle.is_included(merkle.leaf_hash(LEAVES[index + 1]), index, size, proof, head)
            assert not merkle.is_included(merkle.leaf_hash(LEAVES[index]), index + 1, size, proof, head)
        for before in range(1, size + 1) if size <= 80 else (1, 128, 255, size):
            steps = TREE.consistency(before, size)
            assert merkle.is_consistent(before, TREE.head(before), size, head, steps)
            assert not merkle.is_consistent(before, TREE.head(before - 1), size, head, steps)


@fuzz(examples=150)
@given(st.integers(2, 300), st.data())
def test_flipped_hash_proves_nothing(size: int, data: st.DataObject) -> None:
    index, before = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    inclusion, steps = TREE.inclusion(index, size), TREE.consistency(before, size)
    head, leaf = TREE.head(size), merkle.leaf_hash(LEAVES[index])
    for proof in (_flipped(inclusion, data), inclusion[1:], (*inclusion, head)):
        assert not merkle.is_included(leaf, index, size, proof, head)
    for proof in (_flipped(steps, data), steps[1:], (*steps, head)):
        assert not merkle.is_consistent(before, TREE.head(before), size, head, proof)
    assert not merkle.is_consistent(before, TREE.head(before), size, _flipped((head,), data)[0], steps)


def _flipped(proof: tuple[bytes, ...], data: st.DataObject) -> tuple[bytes, ...]:
    which, bit = data.draw(st.integers(0, len(proof) - 1)), data.draw(st.integers(0, 255))
    changed = bytearray(proof[which])
    changed[bit // 8] ^= 1 << bit % 8
    return (*proof[:which], bytes(changed), *proof[which + 1 :])


# Signatures -----------------------------------------------------------------------------------------------------


def test_ed25519_agrees_with_another_implementation() -> None:
    """Press and libsodium give the same verdict of right signatures, and of wrong ones of every sort."""
    judge = nacl.signing.SigningKey(b"\1" * 32)
    public, message = bytes(judge.verify_key), "Pesan – uji".encode()
    assert SEED.public() == public
    assert SEED.sign(message) == judge.sign(message).signature
    right = SEED.sign(message)
    order = 2**252 + 27742317777372353535851937790883648493
    too_large = right[:32] + (int.from_bytes(right[32:], "little") + order).to_bytes(32, "little")
    small = [bytes(32), b"\1" + bytes(31), b"\xec" + b"\xff" * 30 + b"\x7f"]
    vectors = [(public, right, message), (public, too_large, message), (public, right, message + b"!"),
               (public, right[:-1], message), (public, bytes(64), message),
               (OTHER.public(), right, message)]  # fmt: skip
    vectors += [(point, point + bytes(32), message) for point in small]
    vectors += [(public, right[:n] + bytes([right[n] ^ 1]) + right[n + 1 :], message) for n in range(0, 64, 7)]
    for key, signature, text in vectors:
        try:
            nacl.bindings.crypto_sign_open(signature + text, key)
            expected = True
        except (nacl.exceptions.CryptoError, ValueError):
            expected = False
        assert signing.is_signed("ed25519", key, signature, text) is expected


def test_note_of_the_specification_is_read() -> None:
    """The example of signed-note, its text and its key id; the key itself is not published."""
    text = (
        "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n"
        "— quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwa"
        "qP3ZekRwNtIc=\n"
    )
    note = notes.note(text)
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert note.signatures[0].key_id.hex() == "367ba04b"
    assert str(note) == text


def test_vkey_of_go_is_read() -> None:
    """The key of the Go checksum database, sum.golang.org, as golang.org/x/mod has it."""
    vkey = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8"
    assert str(notes.key(vkey)) == vkey
    for wrong in (vkey[:-2], vkey.replace("033de0ae", "033de0af"), vkey.replace("+Ac", "+Bc"), "a b+1+2", ""):
        with pytest.raises(ValueError, match="not a public key"):
            notes.key(wrong)


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "a\n\n", "a\n\nb\n", "a\n\n— b \n", "a\n\n— b AAAA\n", "\n\n— b AAAAAAAA\n", "a\t\n\n— b AAAAAAAA\n"],
)
def test_damaged_notes_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="sign"):
        notes.note(text)


HEAD = Head(ORIGIN, 3, TREE.head(3))
LIST = KeyList(ORIGIN).with_seeds((SEED, MLDSA), 1)


def signed(head: Head = HEAD, *seeds: signing.Seed) -> Note:
    return Note(str(head), tuple(checkpoints.sign(head, head.origin, seed, 1_700_000_000) for seed in seeds or (SEED,)))


def test_checkpoint_is_signed_with_both_keys() -> None:
    note = notes.note(str(signed(HEAD, SEED, MLDSA)))
    assert LIST.trusted(note) == HEAD
    assert note.text == f"{ORIGIN}\n3\n{base64.b64encode(TREE.head(3)).decode()}\n"
    assert len(note.signatures[1].data) == 8 + 2420
    nacl.signing.VerifyKey(SEED.public()).verify(note.text.encode(), note.signatures[0].data)
    assert LIST.trusted(signed()) == HEAD, "the second signature may be missing"


@pytest.mark.parametrize("number", [0, 1])
def test_wrong_signature_of_a_known_key_spoils_a_checkpoint(number: int) -> None:
    note = signed(HEAD, SEED, MLDSA)
    line = note.signatures[number]
    wrong = notes.Signature(line.name, line.key_id, line.data[:-1] + bytes([line.data[-1] ^ 1]))
    broken = Note(note.text, (*note.signatures[:number], wrong, *note.signatures[number + 1 :]))
    with pytest.raises(ValueError, match="not that of the checkpoint"):
        LIST.trusted(broken)


def test_checkpoint_of_a_stranger_or_of_another_log_is_not_trusted() -> None:
    with pytest.raises(ValueError, match="no key"):
        LIST.trusted(signed(HEAD, OTHER))
    with pytest.raises(ValueError, match="no key"):
        LIST.trusted(signed(HEAD, MLDSA))
    with pytest.raises(ValueError, match="another log"):
        LIST.trusted(signed(Head("lain.example/seal", 3, TREE.head(3))))


def test_rotated_key_counts_up_to_its_size_and_revoked_key_nowhere() -> None:
    rotated = LIST.ended(3).with_seeds((OTHER,), 4)
    after = Head(ORIGIN, 4, TREE.head(4))
    assert rotated.trusted(signed(HEAD)) == HEAD
    assert rotated.trusted(signed(after, OTHER)) == after
    for note in (signed(after, SEED), signed(HEAD, OTHER)):
        with pytest.raises(ValueError, match="no key"):
            rotated.trusted(note)
    revoked = LIST.ended(0).with_seeds((OTHER,), 1)
    with pytest.raises(ValueError, match="no key"):
        revoked.trusted(signed(HEAD))
    assert revoked.trusted(signed(HEAD, SEED, OTHER)) == HEAD


def test_list_of_keys_is_that_of_the_root_key() -> None:
    root = Key(keys.root_name(ORIGIN), notes.NOTE, OTHER.public())
    text = str(keys.signed(LIST.ended(9), OTHER))
    assert keys.key_list(text, root) == LIST.ended(9)
    for wrong in (text.replace("until 9", "until 8"), str(keys.signed(LIST, SEED)), text + "x"):
        with pytest.raises(ValueError, match=r"sign"):
            keys.key_list(wrong, root)


def test_secret_has_one_or_two_seeds() -> None:
    one, two = SEED.text(), MLDSA.text()
    assert [seed.algorithm for seed in signing.seeds(f" {one},{two}\n")] == ["ed25519", "ml-dsa-44"]
    assert signing.seeds(one)[0].public() == SEED.public()
    for wrong in ("", "a", one[:-4], f"{one},", f"{one},{two},{one}"):
        with pytest.raises(ValueError, match=r"^$"):
            signing.seeds(wrong)


# Cosignatures, policies, proofs, tiles --------------------------------------------------------------------------

WITNESS = Key("saksi.example/w1", COSIGNATURE, OTHER.public())
WITNESS_2 = Key("saksi.example/w2", ML_DSA, MLDSA.public())
LOG_LINE = f"log {keys.public_key(ORIGIN, SEED)}"
POLICY = f"# uji\n{LOG_LINE} https://uji.example/seal\nwitness satu {WITNESS}\n\twitness  dua {WITNESS_2}\n"


def cosigned(*cosigners: tuple[Key, signing.Seed]) -> Note:
    note = signed()
    added = (checkpoints.cosign(HEAD, key.name, seed, 1_700_000_123) for key, seed in cosigners)
    return Note(note.text, (*note.signatures, *added))


def test_cosignature_is_of_the_message_in_the_specification() -> None:
    note = cosigned((WITNESS, OTHER))
    data = note.signatures[1].data
    assert int.from_bytes(data[:8], "big") == 1_700_000_123
    message = f"cosignature/v1\ntime 1700000123\n{note.text}".encode()
    nacl.signing.VerifyKey(OTHER.public()).verify(message, data[8:])
    assert checkpoints.signed_by(note, [WITNESS]) == [(WITNESS, 1_700_000_123)]


@pytest.mark.parametrize(
    ("quorum", "witnesses", "is_met"),
    [
        ("quorum none", (), True),
        ("quorum satu", (), False),
        ("quorum satu", ((WITNESS, OTHER),), True),
        ("group g all satu dua\nquorum g", ((WITNESS, OTHER),), False),
        ("group g all satu dua\nquorum g", ((WITNESS, OTHER), (WITNESS_2, MLDSA)), True),
        ("group g any satu dua\nquorum g", ((WITNESS_2, MLDSA),), True),
        ("group g 1 satu\ngroup h all g dua\nquorum h", ((WITNESS_2, MLDSA),), False),
    ],
)
def test_policy_asks_for_its_witnesses(
    quorum: str, witnesses: tuple[tuple[Key, signing.Seed], ...], is_met: bool
) -> None:
    found = policy.policy(f"{POLICY}{quorum}\n")
    if is_met:
        assert found.trusted(cosigned(*witnesses)) == HEAD
    else:
        with pytest.raises(ValueError, match="too few witnesses"):
            found.trusted(cosigned(*witnesses))


@pytest.mark.parametrize(
    "more",
    ["", "quorum tiga", "quorum none\nquorum none", "group g 3 satu dua\nquorum g", "group g any g\nquorum g", "hal x",
     "group g any satu\ngroup h any satu\nquorum h", f"witness satu {WITNESS}\nquorum none",
     f"{LOG_LINE}\nquorum none", "quorum", "log\nquorum none"],
)  # fmt: skip
def test_wrong_policies_are_refused(more: str) -> None:
    with pytest.raises(ValueError, match="policy"):
        policy.policy(f"{POLICY}{more}\n")


def test_policy_gets_new_keys_of_the_log_and_keeps_its_witnesses() -> None:
    text = policy.text(LIST.at(1), f"{POLICY}quorum satu\n")
    assert policy.policy(text).logs == LIST.at(1)
    assert policy.policy(text).quorum == "satu"
    assert policy.policy(policy.text(LIST.at(1))).quorum == "none"


def test_proof_is_read_as_it_is_written() -> None:
    written = Proof(LEAVES[1], 1, TREE.inclusion(1, 3), signed())
    text = str(written)
    assert text.startswith("c2sp.org/tlog-proof@v1\nextra ZW50cmkgMQ==\nindex 1\n")
    assert proofs.proof(text) == written
    for wrong in (
        text.replace("@v1", "@v2"),
        text.replace("index 1", "index 01"),
        text[:-3],
        "",
        text.replace("=\n", "\n"),
    ):
        with pytest.raises(ValueError, match=r"."):
            proofs.proof(wrong)


def test_tiles_of_the_example_in_the_specification() -> None:
    found = tiles.of_sizes([], 70_000)
    hashes = [tile for tile in found if tile.level >= 0]
    assert sorted((tile.level, tile.width) for tile in hashes if tile.width < 256) == [(0, 112), (1, 17), (2, 1)]
    assert [sum(tile.level == level and tile.width == 256 for tile in hashes) for level in (0, 1)] == [273, 1]
    assert Tile(0, 1_234_067, 256).path == "tile/0/x001/x234/067"
    assert {tile.path for tile in tiles.of_sizes([], 256)} == {"tile/0/000", "tile/entries/000", "tile/1/000.p/1"}
    assert {tile.path for tile in tiles.of_sizes([2], 3) if tile.level < 0} == {
        "tile/entries/000.p/2",
        "tile/entries/000.p/3",
    }
    assert all(tiles.tile_at(tile.path) == tile for tile in found)
    assert [
        tiles.tile_at(path) for path in ("checkpoint", "tile/0/1", "tile/x/000", "tile/0/000.p/", "tile/0/000.p/x")
    ] == [None] * 5


def test_tiles_have_the_hashes_and_entries_of_the_log() -> None:
    tree = Tree(LEAVES)
    assert Tile(0, 1, 44).hashes(tree) == b"".join(merkle.leaf_hash(leaf) for leaf in LEAVES[256:])
    assert Tile(1, 0, 1).hashes(tree) == head_by_definition(LEAVES[:256])
    bundle = Tile(-1, 1, 44).bundle(LEAVES)
    assert bundle.startswith(b"\0\x09entri 256\0\x09entri 257")
    assert tiles.entries_of(bundle) == LEAVES[256:]
    with pytest.raises(ValueError, match="cut"):
        tiles.entries_of(bundle[:-1])


def test_entry_is_one_line() -> None:
    written = Entry("2026-11-15T00:00:00Z", Action.CORRECT, 2, "ab" * 32, "2026 0042")
    assert entry(str(written)) == written
    assert str(written) == f"press/seal-entry-v1 2026-11-15T00:00:00Z correct 2 {'ab' * 32} 2026 0042"
    for wrong in (str(written)[:-10], f"{written}\u2028", f" {written}", str(written).replace("correct", "hapus")):
        with pytest.raises(ValueError, match=r"."):
            entry(wrong)
