# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# The widest vector registers are in the image where gdb looks for them.
# REQUIRES: gdb, avx512
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import sys

from debug_image import build, make_images, values
from job import equal

build(sys.argv[1], "pie", "-DWIDE")
make_images()
for image in ("image1", "image3"):
    shown = values(["program", image], [
        "/x $zmm20.v8_int64", "/x $xmm9.v2_int64", "/x $k1"])
    equal(shown[0], "{" + ", ".join(["0x1122334455667788"] * 8) + "}", "zmm20")
    equal(shown[1], "{0x1122334455667788, 0x99aabbccddeeff00}", "xmm9")
    equal(shown[2], "0x5a5a", "k1")
