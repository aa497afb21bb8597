# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# POV-Ray, a large C++ program with Boost's threads, by configure as Debian's
# rules make it: two threads render one of its own scenes.
# REQUIRES: long, source-povray, autotools, boost_thread, jpeg, png
# RUN: %python %s %real --work %t
# RUN: %if_pass %python %s %real --work %t-pass %instrument
from real_program import Package, Workload

CONFIGURE = """(cd unix && ./prebuild.sh)
./configure COMPILED_BY="the tests" NON_REDISTRIBUTABLE_BUILD=yes \
  --disable-optimiz --disable-strip --with-boost-thread=boost_thread \
  --without-libtiff --without-openexr --without-libsdl --without-x \
  CXXFLAGS=-O2
"""
# It says less (-GA) and makes no window (-D).
POVRAY = ["{dir}/unix/povray", "-GA", "-D", "+WT2", "+A0.1", "+FP",
          "+L{dir}/distribution/include"]
SCENES = "+I{dir}/distribution/scenes/advanced/"
Package("povray", CONFIGURE + "make -j2", [
    Workload([*POVRAY, SCENES + "woodbox.pov", "+Oout.ppm", "+W640", "+H480"],
             ["out.ppm"], talks=True,
             differs="^# (Render Date|Compiler): "),
], configured=["unix/config.h"]).run()
