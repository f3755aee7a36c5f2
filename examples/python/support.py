"""What the lessons need beside the library: the Fashion-MNIST data set, pictures as PNG files, a progress bar.

The same things under the same names stand in examples/support/ for the lessons in C++.
"""

import gzip
import math
import os
import struct
import sys
import time
import zlib

import numpy

FASHION_MNIST_FOLDER = "/usr/share/datasets/fashion-mnist"
CLASS_NAMES = ["T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot"]


def _bad_file(path, found):
    return ValueError(
        f"[read_idx] the file must be a whole IDX file of bytes, but {path} {found}.\n"
        "  Way out: install Debian's package dataset-fashion-mnist (again), or name another folder."
    )


def read_idx(path):
    """Returns the bytes of an IDX file, gzipped or plain, in its shape.

    Errors: ValueError naming the file when it is missing, damaged, truncated or of another kind.
    """
    if not os.path.exists(path):
        raise _bad_file(path, "does not exist")
    try:
        with open(path, "rb") as file:
            content = file.read()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
    except EOFError:
        raise _bad_file(path, "ends too early") from None
    except (zlib.error, gzip.BadGzipFile):
        raise _bad_file(path, "is damaged") from None
    except OSError:
        raise _bad_file(path, "cannot be opened") from None
    if len(content) < 4:
        raise _bad_file(path, "ends too early")
    (magic,) = struct.unpack(">I", content[:4])
    ndim = magic & 255
    if magic >> 8 != 0x08 or not 1 <= ndim <= 4:
        raise _bad_file(path, f"starts with the magic number 0x{magic:08x}")
    start = 4 + 4 * ndim
    if len(content) < start:
        raise _bad_file(path, "ends too early")
    shape = struct.unpack(f">{ndim}I", content[4:start])
    if len(content) - start < math.prod(shape):
        raise _bad_file(path, "ends too early")
    return numpy.frombuffer(content, numpy.uint8, math.prod(shape), start).reshape(shape)


class FashionMnist:
    """60,000 images to learn from and 10,000 to test with.

    Images are (n, 784) in [0, 1], labels int32 (n,) in [0, 10).
    """

    def __init__(self, train_images, train_labels, test_images, test_labels):
        self.train_images = train_images
        self.train_labels = train_labels
        self.test_images = test_images
        self.test_labels = test_labels


def load_fashion_mnist(dtype="float64", folder=FASHION_MNIST_FOLDER):
    """Reads the four files of the data set; images get `dtype`.

    Errors: those of read_idx, and ValueError when images and labels do not belong together.
    """
    arrays = []
    for part in ("train", "t10k"):
        path = f"{folder}/{part}-images-idx3-ubyte.gz"
        pixels = read_idx(path)
        labels = read_idx(f"{folder}/{part}-labels-idx1-ubyte.gz").astype("int32")
        if pixels.ndim != 3 or labels.ndim != 1 or len(pixels) != len(labels):
            raise ValueError(
                f"[load_fashion_mnist] there must be one label per image, but {path} holds uint8 {pixels.shape} "
                f"and its labels are int32 {labels.shape}.\n  Way out: use the files of one data set."
            )
        images = pixels.reshape(len(pixels), -1).astype(dtype)
        images /= images.dtype.type(255)
        arrays += [images, labels]
    return FashionMnist(*arrays)


def write_png(path, pixels):
    """Writes uint8 pixels, (height, width) for grey or (height, width, 3) for RGB, as a PNG file."""
    pixels = numpy.asarray(pixels)
    is_rgb = pixels.ndim == 3 and pixels.shape[2] == 3
    if pixels.dtype != numpy.uint8 or not (is_rgb or pixels.ndim == 2) or pixels.size == 0:
        raise ValueError(
            "[write_png] the pixels must be uint8 (height, width) or (height, width, 3), but they are "
            f"{pixels.dtype} {pixels.shape}.\n  Way out: convert them with astype, and reshape them."
        )
    height, width = pixels.shape[:2]
    # Every line starts with the number of its filter; 0 is none.
    lines = numpy.concatenate([numpy.zeros((height, 1), "uint8"), pixels.reshape(height, -1)], axis=1)

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2 if is_rgb else 0, 0, 0, 0)
    parts = [b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), chunk(b"IDAT", zlib.compress(lines.tobytes(), 9))]
    with open(path, "wb") as file:
        file.write(b"".join(parts) + chunk(b"IEND", b""))


def tile_images(images, height, width, columns, zoom=4):
    """Lays n images (n, height * width) out in rows of `columns`, each stretched to its own range of values.

    Returns uint8 (height, width) of the whole; every pixel becomes a square of `zoom`.
    """
    gap = 4
    images = numpy.asarray(images, "float64")
    if images.ndim != 2 or images.shape[1] != height * width or columns < 1 or zoom < 1:
        raise ValueError(
            f"[tile_images] the images must be (n, {height * width}), but they are {images.dtype} {images.shape}.\n"
            "  Way out: reshape them, or give the height and width they have."
        )
    rows = -(-len(images) // columns)
    tile_height, tile_width = height * zoom + gap, width * zoom + gap
    picture = numpy.full((rows * tile_height + gap, columns * tile_width + gap), 255, "uint8")
    for i, image in enumerate(images):
        low, high = image.min(), image.max()
        scale = 255 / (high - low) if high > low else 0.0
        tile = numpy.rint((image - low) * scale).astype("uint8").reshape(height, width)
        top, left = gap + i // columns * tile_height, gap + i % columns * tile_width
        picture[top : top + height * zoom, left : left + width * zoom] = tile.repeat(zoom, 0).repeat(zoom, 1)
    return picture


# Five rows of three dots for every sign that a number needs, top row in the highest bits.
_GLYPHS = {
    "0": 0o75557, "1": 0o26227, "2": 0o71747, "3": 0o71717, "4": 0o55711, "5": 0o74717, "6": 0o74757,
    "7": 0o71111, "8": 0o75757, "9": 0o75717, ".": 0o00002, "-": 0o00700, "+": 0o02720, "e": 0o07747,
}  # fmt: skip
_GRID, _INK = (221, 221, 221), (68, 68, 68)
_CURVE_COLOURS = [(31, 119, 180), (255, 127, 14), (44, 160, 44), (214, 39, 40)]


def _write_text(picture, left, top, text, dot=2):
    for sign in text:
        for i in range(15):
            if _GLYPHS.get(sign, 0) >> (14 - i) & 1:
                x, y = left + i % 3 * dot, top + i // 3 * dot
                picture[max(y, 0) : y + dot, x : x + dot] = _INK
        left += 4 * dot


def line_chart(curves, width=640, height=360):
    """Draws curves over their index, each in a colour of its own, with levels written at the left.

    Returns uint8 (height, width, 3). Values that are not finite are left out.
    """
    left, right, top, bottom, levels, thickness = 72, 16, 16, 32, 5, 2
    curves = [numpy.asarray(curve, "float64") for curve in curves]
    finite = numpy.concatenate([curve[numpy.isfinite(curve)] for curve in curves] + [numpy.zeros(0)])
    low, high = (finite.min(), finite.max()) if finite.size else (0.0, 1.0)
    high = low + 1 if low == high else high
    length = max([2] + [len(curve) for curve in curves])
    plot_width, plot_height = width - left - right, height - top - bottom

    def row_of(value):
        return top + round((high - value) / (high - low) * (plot_height - 1))

    picture = numpy.full((height, width, 3), 255, "uint8")
    for i in range(levels):
        level = low + (high - low) * i / (levels - 1)
        y = row_of(level)
        picture[y, left : width - right] = _GRID
        _write_text(picture, 8, y - 5, "%.3g" % level)
    last = str(length - 1)
    _write_text(picture, left, height - 20, "0")
    _write_text(picture, width - right - len(last) * 8, height - 20, last)
    for c, curve in enumerate(curves):
        before = -1
        for x in range(plot_width if len(curve) else 0):
            at = x / (plot_width - 1) * (length - 1)
            i = int(at)
            if at > len(curve) - 1:
                break
            value = curve[i] + (curve[min(i + 1, len(curve) - 1)] - curve[i]) * (at - i)
            if not math.isfinite(value):
                before = -1
                continue
            y = row_of(value)
            start = y if before < 0 else before
            colour = _CURVE_COLOURS[c % len(_CURVE_COLOURS)]
            picture[min(y, start) : max(y, start) + thickness, left + x : left + x + thickness] = colour
            before = y
    return picture


class ProgressBar:
    """Shows how far a loop of `total` steps is; says nothing when standard error is not a terminal."""

    def __init__(self, label, total):
        self._label = label
        self._total = max(total, 1)
        self._is_shown = sys.stderr.isatty()
        self._start = time.monotonic()
        self._drawn = 0.0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.finish()

    def update(self, done, loss):
        """Is called after step number `done` with the loss it gave; draws at most ten times a second."""
        if not self._is_shown:
            return
        now = time.monotonic()
        if now - self._drawn < 0.1 and done < self._total:
            return
        self._drawn = now
        width = 30
        filled = min(max(width * done // self._total, 0), width)
        bar = "#" * filled + "." * (width - filled)
        speed = done / max(now - self._start, 1e-9)
        sys.stderr.write(
            f"\r{self._label} [{bar}] {done}/{self._total}  loss {loss:.6f}  {speed:.0f} steps/s\033[K"
        )
        sys.stderr.flush()

    def finish(self):
        """Clears the line, so that what is printed next stands alone."""
        if self._is_shown:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()
            self._is_shown = False
