# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Other readers of ELF files take an image without a warning.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import os
import shutil
import subprocess
import sys

from debug_image import MODES, build, make_images
from job import Run, check

READERS = [["readelf", "-aW"], ["objdump", "-x"], ["llvm-readobj", "--all"],
           ["eu-readelf", "-a"]]

for mode in MODES:
    build(sys.argv[1], mode)
    make_images()
    for image in ("image1", "image3"):
        for reader in READERS:
            if not shutil.which(reader[0]):
                continue
            run = Run(reader + [image], stdout=subprocess.PIPE).finished()
            check(not run.err, reader, image, "says:", run.err)
            check("LOAD" in run.out.upper(), reader, image, run.out)
    os.chdir("..")
