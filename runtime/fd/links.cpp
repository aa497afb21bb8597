// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/links.h"

#include <asm/statfs.h>
#include <linux/magic.h>

namespace ckpt::fd {

namespace {

constexpr u32 kTypeMask = 0170000, kRegular = 0100000;

bool on_overlay(int fd) {
  struct statfs fs;
  return sys::call(__NR_fstatfs, fd, &fs).ok() &&
         fs.f_type == OVERLAYFS_SUPER_MAGIC;
}

} // namespace

void correct_links(int fd, const char *link, struct stat &st) {
  struct stat named;
  bool removed = StringView(link).ends_with(" (deleted)") &&
                 !(sys::stat(link, named).ok() && named.st_ino == st.st_ino &&
                   named.st_dev == st.st_dev);
  if (removed && st.st_nlink == 1 && (st.st_mode & kTypeMask) == kRegular &&
      on_overlay(fd))
    st.st_nlink = 0;
}

} // namespace ckpt::fd
