#!/usr/bin/env bash
# ImageHash 4.3.2 with Pillow 13.0.0: two satellite scenes that differ have the same fingerprint.
# A good guess: a perceptual hash of a picture with 16 bits a pixel is that of the same picture with 8.
# What happens: the hash takes the picture to grey first, and Pillow cuts every value above 255 to 255 instead of
# scaling it. A scene stored as reflectance times 10,000, as Sentinel-2's are, lies mostly above 255, turns white
# all over, and has the hash of a blank page, as every other such scene. It does not match its own 8-bit preview.
# Why it matters: perceptual hashes are used to find copies of a picture, before and after an attack too. Here all
# scenes are copies of each other, and none of its own preview.
# Dalil: makes no perceptual hashes; copies of an exhibit are told by the SHA-256 of the whole file, or by its name.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -qq --disable-pip-version-check \
  ImageHash==4.3.2 pillow==13.0.0 numpy==2.4.6 scipy==1.17.1 PyWavelets==1.9.0

cat >"$work/expected" <<'END'
scene one 8000000000000000
scene two 8000000000000000
apart 0
previews apart 30
scene one and its preview 31
END
cd "$work"
"$work/venv/bin/python" - >"$work/found" <<'END'
import imagehash
import numpy
from PIL import Image

y, x = numpy.mgrid[0:256, 0:256]
one = (numpy.sin(x / 20) * numpy.cos(y / 31) + 1) / 2
two = (numpy.sin(x / 9 + y / 50) * numpy.sin(y / 17) + 1) / 2


def scene(brightness: numpy.ndarray) -> imagehash.ImageHash:
    return imagehash.phash(Image.fromarray((brightness * 2000 + 500).astype(numpy.uint16)))


def preview(brightness: numpy.ndarray) -> imagehash.ImageHash:
    return imagehash.phash(Image.fromarray((brightness * 255).astype(numpy.uint8)))


print("scene one", scene(one))
print("scene two", scene(two))
print("apart", scene(one) - scene(two))
print("previews apart", preview(one) - preview(two))
print("scene one and its preview", scene(one) - preview(one))
END
diff "$work/expected" "$work/found"
echo "as recorded"
