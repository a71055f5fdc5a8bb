"""The tree against the reference values of certificate transparency, and against its own laws."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dalil.vault.log.merkle import Tree, leaf_hash, verify_consistency, verify_inclusion

# The eight test leaves and their roots: google/certificate-transparency, merkletree/merkle_tree_test.
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSION = {
    (0, 8): ["96a296d224f285c6", "5f083f0a1a33ca07", "6b47aaf29ee3c2af"],
    (5, 8): ["bc1a0643b12e4d2d", "ca854ea128ed050b", "d37ee418976dd957"],
    (2, 3): ["fac54203e7cc696c"],
    (1, 5): ["6e340b9cffb37a98", "5f083f0a1a33ca07", "bc1a0643b12e4d2d"],
}
CONSISTENCY = {
    (1, 1): [],
    (1, 8): ["96a296d224f285c6", "5f083f0a1a33ca07", "6b47aaf29ee3c2af"],
    (6, 8): ["0ebc5d3437fbe2db", "ca854ea128ed050b", "d37ee418976dd957"],
    (2, 5): ["5f083f0a1a33ca07", "bc1a0643b12e4d2d"],
}


def reference_tree() -> Tree:
    return Tree(leaf_hash(bytes.fromhex(leaf)) for leaf in LEAVES)


def plain_root(leaves: list[bytes]) -> bytes:
    """The definition of RFC 6962, word for word, without anything kept."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + plain_root(leaves[:k]) + plain_root(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(9))
def test_reference_roots(size):
    assert reference_tree().root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("at", "expected"), INCLUSION.items())
def test_reference_inclusion_proofs(at, expected):
    assert [node.hex()[:16] for node in reference_tree().inclusion(*at)] == expected


@pytest.mark.parametrize(("sizes", "expected"), CONSISTENCY.items())
def test_reference_consistency_proofs(sizes, expected):
    assert [node.hex()[:16] for node in reference_tree().consistency(*sizes)] == expected


entries = st.lists(st.binary(max_size=8), min_size=1, max_size=70)


@given(st.lists(st.binary(max_size=8), max_size=70))
def test_growing_root_is_the_definition(leaves):
    assert Tree(map(leaf_hash, leaves)).root() == plain_root(leaves)


@given(entries, st.data())
def test_every_inclusion_proof_holds_and_only_for_its_leaf(leaves, data):
    tree = Tree(map(leaf_hash, leaves))
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(index, size)
    assert verify_inclusion(leaf_hash(leaves[index]), index, size, proof, tree.root(size))
    assert not verify_inclusion(leaf_hash(leaves[index] + b"!"), index, size, proof, tree.root(size))
    assert not verify_inclusion(leaf_hash(leaves[index]), index, size, [*proof, b"\0" * 32], tree.root(size))


@given(entries, st.data())
def test_a_proof_bent_anywhere_fails(leaves, data):
    tree = Tree(map(leaf_hash, leaves))
    index = data.draw(st.integers(0, len(leaves) - 1))
    for place in range(len(tree.inclusion(index))):
        bent = tree.inclusion(index)
        bent[place] = bytes([bent[place][0] ^ 1]) + bent[place][1:]
        assert not verify_inclusion(leaf_hash(leaves[index]), index, tree.size, bent, tree.root())


@given(entries, st.data())
def test_a_tree_continues_each_of_its_beginnings(leaves, data):
    tree = Tree(map(leaf_hash, leaves))
    old = data.draw(st.integers(1, len(leaves)))
    proof = tree.consistency(old)
    assert verify_consistency(old, tree.size, tree.root(old), tree.root(), proof)


@given(entries, st.data())
def test_a_tree_with_another_beginning_does_not_continue(leaves, data):
    old = data.draw(st.integers(1, len(leaves)))
    changed = data.draw(st.integers(0, old - 1))
    other = Tree(leaf_hash(leaf + b"!" * (at == changed)) for at, leaf in enumerate(leaves))
    tree = Tree(map(leaf_hash, leaves))
    assert not verify_consistency(old, tree.size, other.root(old), tree.root(), tree.consistency(old))
    assert not verify_consistency(old, other.size, tree.root(old), other.root(), other.consistency(old))


def test_a_node_cannot_pass_as_a_leaf():
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != Tree([left, right]).root()


@pytest.mark.parametrize(
    "call",
    [
        lambda t: t.root(9),
        lambda t: t.root(-1),
        lambda t: t.inclusion(8),
        lambda t: t.inclusion(3, 3),
        lambda t: t.consistency(0),
        lambda t: t.consistency(9),
    ],
)
def test_sizes_outside_the_tree_are_refused(call):
    with pytest.raises(ValueError, match=r"leaf|leaves"):
        call(reference_tree())


@pytest.mark.parametrize("sizes", [(0, 8), (8, 7), (-1, 8), (3, 0)])
def test_verifiers_say_no_to_impossible_sizes(sizes):
    tree = reference_tree()
    assert not verify_consistency(*sizes, tree.root(1), tree.root(), [])
    assert not verify_inclusion(tree.root(1), sizes[1], sizes[0], [], tree.root())
