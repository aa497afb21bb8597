// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/placeholder.h"

#include <asm/stat.h>

#include "runtime/sys/calls.h"

namespace ckpt::syscall {

namespace {

// The reading end of a pipe that nobody writes to: what reads it finds its end,
// what writes to it is refused.  It has an inode of its own to be known by.
constinit u64 placeholder_device = 0, placeholder_inode = 0;

} // namespace

i32 make_placeholder() {
  i32 ends[2];
  if (!sys::call(__NR_pipe2, ends, O_CLOEXEC).ok())
    return -1;
  sys::close(ends[1]).ignore();
  struct stat st;
  if (!sys::fstat(ends[0], st).ok()) {
    sys::close(ends[0]).ignore();
    return -1;
  }
  placeholder_device = st.st_dev;
  placeholder_inode = st.st_ino;
  return ends[0];
}

void hold_free_ones(i32 placeholder) {
  for (i32 number = 0; number < kStandard; ++number)
    if (!sys::fcntl(number, F_GETFD).ok())
      sys::dup3(placeholder, number, O_CLOEXEC).ignore();
  if (placeholder >= kStandard)
    sys::close(placeholder).ignore();
}

void hold_standard_numbers() {
  i32 placeholder = make_placeholder();
  if (placeholder >= 0)
    hold_free_ones(placeholder);
}

bool is_placeholder(i32 real) {
  struct stat st;
  return placeholder_inode && real >= 0 && real < kStandard &&
         sys::fstat(real, st).ok() && st.st_dev == placeholder_device &&
         st.st_ino == placeholder_inode;
}

} // namespace ckpt::syscall
