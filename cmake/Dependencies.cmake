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
# The system's Python, for which Debian packages psutil: lit's time limit for
# a test needs it.
set(Python3_FIND_STRATEGY LOCATION)
set(Python3_ROOT_DIR /usr CACHE PATH "Where to look for Python first")
find_package(Python3 QUIET COMPONENTS Interpreter)
ckpt_require(Python3_FOUND python3)
execute_process(COMMAND ${Python3_EXECUTABLE} -c "import psutil"
  RESULT_VARIABLE psutil_missing ERROR_QUIET)
if(psutil_missing)
  set(CKPT_PSUTIL_FOUND OFF)
else()
  set(CKPT_PSUTIL_FOUND ON)
endif()
ckpt_require(CKPT_PSUTIL_FOUND python3-psutil)

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
