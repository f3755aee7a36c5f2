"""The lessons' reader of IDX files and their pictures, in Python."""

import gzip
import pathlib
import struct
import sys
import zlib

import numpy
import pytest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "examples" / "python"))
import support


def write_idx(path, kind, shape, count):
    header = struct.pack(">BBBB", 0, 0, kind, len(shape)) + struct.pack(f">{len(shape)}I", *shape)
    path.write_bytes(gzip.compress(header + bytes(range(count))))
    return str(path)


def test_read_idx_gives_bytes_in_their_shape(tmp_path):
    array = support.read_idx(write_idx(tmp_path / "a.gz", 8, (2, 3), 6))
    assert array.dtype == "uint8" and array.tolist() == [[0, 1, 2], [3, 4, 5]]


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (lambda path: str(path), "does not exist"),
        (lambda path: write_idx(path, 8, (2, 3), 5), "ends too early"),
        (lambda path: write_idx(path, 8, (2**31, 2**31), 5), "ends too early"),
        (lambda path: write_idx(path, 13, (2,), 8), "starts with the magic number 0x00000d01"),
    ],
)
def test_read_idx_names_the_file_and_the_fault(tmp_path, make, found):
    path = make(tmp_path / "a.gz")
    with pytest.raises(ValueError) as caught:
        support.read_idx(path)
    assert str(caught.value) == (
        f"[read_idx] the file must be a whole IDX file of bytes, but {path} {found}.\n"
        "  Way out: install Debian's package dataset-fashion-mnist (again), or name another folder."
    )


def test_read_idx_names_a_cut_gzip_file(tmp_path):
    path = pathlib.Path(write_idx(tmp_path / "a.gz", 8, (200,), 200))
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ValueError, match="ends too early"):
        support.read_idx(str(path))


def test_load_fashion_mnist_scales_images_and_matches_labels(tmp_path):
    for part in ("train", "t10k"):
        write_idx(tmp_path / f"{part}-images-idx3-ubyte.gz", 8, (2, 1, 3), 6)
        write_idx(tmp_path / f"{part}-labels-idx1-ubyte.gz", 8, (2,), 2)
    data = support.load_fashion_mnist("float32", str(tmp_path))
    assert data.train_images.dtype == "float32" and data.train_images.shape == (2, 3)
    assert data.train_images[1, 2] == numpy.float32(5) / numpy.float32(255)
    assert data.test_labels.dtype == "int32" and data.test_labels.tolist() == [0, 1]
    write_idx(tmp_path / "t10k-labels-idx1-ubyte.gz", 8, (3,), 3)
    with pytest.raises(ValueError, match="one label per image"):
        support.load_fashion_mnist("float32", str(tmp_path))


def test_write_png_stores_the_pixels(tmp_path):
    pixels = numpy.arange(12, dtype="uint8").reshape(2, 2, 3)
    path = tmp_path / "a.png"
    support.write_png(path, pixels)
    content = path.read_bytes()
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    at = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[at - 4 : at])
    lines = numpy.frombuffer(zlib.decompress(content[at + 4 : at + 4 + length]), "uint8").reshape(2, 7)
    assert (lines[:, 1:].reshape(2, 2, 3) == pixels).all()
    with pytest.raises(ValueError, match="the pixels must be uint8"):
        support.write_png(path, pixels.astype("float32"))


def test_tile_images_stretches_every_tile():
    tiles = support.tile_images([[-1, 1], [0, 10]], 1, 2, 2, 1)
    assert tiles.shape == (9, 16) and tiles[4, [4, 5, 10, 11]].tolist() == [0, 255, 0, 255]


def test_line_chart_draws_finite_values_only():
    chart = support.line_chart([[0, 1, 4, 9], [9, float("nan"), float("nan")]], 200, 100)
    colours = {tuple(pixel) for pixel in chart.reshape(-1, 3).tolist()}
    assert (31, 119, 180) in colours and (255, 127, 14) not in colours
    support.line_chart([])
