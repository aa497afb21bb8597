# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Finds what the project builds with, and says what to install when it is not
# there.  Debian 12: ./bootstrap installs all of it.

macro(ckpt_require found package)
  if(NOT ${found})
    message(FATAL_ERROR
      "${package} was not found. On Debian 12: apt-get install ${package} "
      "(or run ./bootstrap demo, which installs everything).")
  endif()
endmacro()

find_package(LLVM 14 CONFIG QUIET)
ckpt_require(LLVM_FOUND llvm-14-dev)
find_package(Boost 1.81 QUIET COMPONENTS filesystem)
ckpt_require(Boost_FOUND libboost-filesystem1.81-dev)
find_package(Python3 QUIET COMPONENTS Interpreter)
ckpt_require(Python3_FOUND python3)

find_program(CKPT_OBJCOPY objcopy)
find_program(CKPT_LD ld.bfd)
ckpt_require(CKPT_OBJCOPY binutils)
ckpt_require(CKPT_LD binutils)
find_program(CKPT_LIT NAMES lit lit.py
  HINTS ${LLVM_INSTALL_PREFIX}/build/utils/lit)
ckpt_require(CKPT_LIT llvm-14-tools)
find_program(CKPT_FILECHECK NAMES FileCheck FileCheck-14
  HINTS ${LLVM_TOOLS_BINARY_DIR})
ckpt_require(CKPT_FILECHECK llvm-14-tools)
