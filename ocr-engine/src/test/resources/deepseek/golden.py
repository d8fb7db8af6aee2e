"""What DeepSeek-OCR is shown of some pictures, by Pillow and NumPy: writes golden.tsv in this folder.

    python -m venv venv && venv/bin/pip install pillow==12.3.0 numpy==2.4.6 && venv/bin/python golden.py

Last run with CPython 3.11.7, Pillow 12.3.0, NumPy 2.4.6 on x86-64 Linux. It shares nothing with the Java code: resizing and
padding are Pillow's, tilings are tried one by one here. A row: picture, mode, columns and rows of tiles, SHA-256 of the tiles'
and of the whole view's float32 little-endian CHW values, and five of the whole view's values in hexadecimal.
"""
import hashlib
import struct
import sys
from pathlib import Path

import numpy as np
import PIL
from PIL import Image, ImageOps

#          width, height, alpha
PICTURES = [
    (1191, 1684, False),  # A4 at 144 dpi
    (1224, 1584, False),  # Letter at 144 dpi
    (1684, 1191, False),
    (1302, 217, False),
    (200, 2000, False),
    (1920, 1080, False),
    (1400, 1400, False),
    (641, 641, False),
    (640, 640, False),
    (512, 512, False),
    (37, 91, False),
    (3, 2, False),
    (1, 1, False),
    (333, 1000, False),  # a half to be rounded up to even where the page is centred
    (335, 1000, False),  # and one to be rounded down
    (801, 333, True),
    (211, 317, True),
]
MODES = ["tiny", "small", "base-640", "base", "large", "gundam-6", "gundam-9"]


def picture(width, height, alpha):
    """Ramps that wrap, crossed by strokes: hard edges beside slow changes. The Java test has the same formula."""
    y, x, c = np.mgrid[0:height, 0:width, 0 : 4 if alpha else 3].astype(np.int64)
    value = (x * (3 + c) + y * (7 - c) + (x * y >> 5)) % 256
    stroke = ((x // 3 + 2 * (y // 5)) % 7 < 2) | ((x * x + y * y * (c + 1)) // 97 % 11 == 0)
    value = np.where(stroke & (c < 3), value // 8, value)
    return Image.fromarray(value.astype(np.uint8), "RGBA" if alpha else "RGB")


def on_white(image):
    if image.mode == "RGB":
        return image
    white = Image.new("RGB", image.size, (255, 255, 255))
    white.paste(image.convert("RGB"), mask=image.getchannel("A"))
    return white


def grid(width, height, most):
    if width <= 640 and height <= 640:
        return 1, 1
    best, nearest = (1, 1), float("inf")
    candidates = [(i, j) for i in range(1, 10) for j in range(1, 10) if 2 <= i * j <= most]
    for i, j in sorted(candidates, key=lambda each: each[0] * each[1]):
        off = abs(width / height - i / j)
        if off < nearest:
            nearest, best = off, (i, j)
        elif off == nearest and width * height > 0.5 * 640 * 640 * i * j:
            best = (i, j)
    return best


def tensor(image):
    values = np.asarray(image).astype(np.float32) / np.float32(255)
    return ((values - np.float32(0.5)) / np.float32(0.5)).transpose(2, 0, 1).astype("<f4").copy()


def padded(image, side):
    return ImageOps.pad(image, (side, side), color=(127, 127, 127))


def views(image, mode):
    if mode.startswith("gundam"):
        i, j = grid(*image.size, int(mode[-1]))
        tiles = []
        if i * j > 1:
            large = image.resize((640 * i, 640 * j), Image.Resampling.BICUBIC)
            for row in range(j):
                for column in range(i):
                    box = (640 * column, 640 * row, 640 * column + 640, 640 * row + 640)
                    tiles.append(large.crop(box))
        return (i, j), tiles, padded(image, 1024)
    if mode in ("tiny", "small"):
        side = 512 if mode == "tiny" else 640
        return (1, 1), [], image.resize((side, side), Image.Resampling.BICUBIC)
    if mode == "base-640" and max(image.size) > 640:
        image = ImageOps.contain(image, (640, 640))
    return (1, 1), [], padded(image, 1280 if mode == "large" else 1024)


def main():
    lines = [f"# Python {sys.version.split()[0]}, Pillow {PIL.__version__}, NumPy {np.__version__}"]
    for width, height, alpha in PICTURES:
        image = on_white(picture(width, height, alpha))
        # Large ones take long: only the modes in which they are special, but the first, an ordinary page, in all.
        in_all = width * height < 1e6 or (width, height) == PICTURES[0][:2]
        for mode in MODES if in_all else ["base-640", "gundam-6", "gundam-9"]:
            (i, j), tiles, whole = views(image, mode)
            cut = b"".join(tensor(tile).tobytes() for tile in tiles)
            whole = tensor(whole)
            sampled = whole.reshape(-1)[:: whole.size // 5][:5]
            lines.append("\t".join([
                f"{width}x{height}{'+alpha' if alpha else ''}", mode, f"{i}x{j}",
                hashlib.sha256(cut).hexdigest() if tiles else "-",
                hashlib.sha256(whole.tobytes()).hexdigest(),
                " ".join(struct.pack(">f", value).hex() for value in sampled),
            ]))
    Path(__file__).with_name("golden.tsv").write_text("\n".join(lines) + "\n")


main()
