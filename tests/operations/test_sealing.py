"""The encrypted stream: chunks that are cut off, swapped or doubled do not open."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wegbuch.core.backups import sealing
from wegbuch.core.backups.sealing import CannotRestore, SealedReader, SealedWriter, new_pair, read_private, read_public

PUBLIC, PRIVATE = new_pair()
HEAD = len(sealing.MAGIC) + 32
SEALED_CHUNK = 16 + sealing.TAG


@pytest.fixture(autouse=True, scope="module")
def _small_chunks():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sealing, "CHUNK", 16)
        yield


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file, read_public(PUBLIC))
    writer.write(content)
    writer.close()
    return file.getvalue()


def opened(raw: bytes, private: str = PRIVATE) -> bytes:
    reader = SealedReader(io.BytesIO(raw), read_private(private))
    return b"".join(iter(lambda: reader.read(7), b""))


@given(st.binary(max_size=100))
def test_what_went_in_comes_out(content):
    assert opened(sealed(content)) == content


@given(st.binary(max_size=60), st.data())
def test_any_cut_is_noticed(content, data):
    raw = sealed(content)
    with pytest.raises(CannotRestore):
        opened(raw[: data.draw(st.integers(0, len(raw) - 1))])


@given(st.binary(max_size=60), st.data())
def test_any_changed_bit_is_noticed(content, data):
    raw = bytearray(sealed(content))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(CannotRestore):
        opened(bytes(raw))


def test_swapped_chunks_are_noticed():
    raw = sealed(b"a" * 16 + b"b" * 16 + b"c" * 5)
    first, second, rest = (
        raw[HEAD : HEAD + SEALED_CHUNK],
        raw[HEAD + SEALED_CHUNK : HEAD + 2 * SEALED_CHUNK],
        raw[HEAD + 2 * SEALED_CHUNK :],
    )
    with pytest.raises(CannotRestore):
        opened(raw[:HEAD] + second + first + rest)


def test_another_key_does_not_open():
    with pytest.raises(CannotRestore, match="passt nicht"):
        opened(sealed(b"something"), new_pair()[1])


def test_the_same_content_never_looks_the_same():
    assert sealed(b"something") != sealed(b"something")
