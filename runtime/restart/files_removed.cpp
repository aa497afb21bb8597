// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Directories that had been removed while they were open, or worked in: nothing is
// in them, and nothing can be put there.  A new one is made, opened and removed.
#include <asm/errno.h>

#include "runtime/abi/shown_number.h"
#include "runtime/fd/owner.h"
#include "runtime/proc/number.h"
#include "runtime/restart/files.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u32 kModeBits = 07777;

// Makes, opens and removes one; another process may have a file of that name.
SysResult make_in(StringView directory, u32 mode, int flags) {
  SysResult made(-EEXIST);
  Text<8400> name;
  for (int i = 0; i < 100 && made.error() == EEXIST; ++i) {
    u32 chance = 0;
    sys::getrandom(&chance, sizeof chance).ignore();
    name.set(directory, "/.ckpt-", sys::getpid(), "-", chance);
    made = sys::mkdir(name.c_str(), 0700);
  }
  if (!made.ok())
    return made;
  SysResult opened = sys::open(name.c_str(), flags | O_CLOEXEC);
  sys::call(__NR_chmod, name.c_str(), mode & kModeBits).ignore();
  sys::call(__NR_rmdir, name.c_str()).ignore();
  return opened;
}

// As near as can be to where it was: on the same file system.
SysResult make_removed(StringView was, u32 mode, int flags) {
  SysResult made(-ENOENT);
  while (!made.ok() && !was.empty()) {
    while (!was.empty() && was[was.size - 1] != '/')
      was.size -= 1;
    while (!was.empty() && was[was.size - 1] == '/')
      was.size -= 1;
    made = make_in(was, mode, flags);
  }
  return made.ok() ? made : make_in(".", mode, flags);
}

// Of the working directory, if it had been removed.
struct RemovedDirectory {
  u64 device = 0, inode = 0, mode = 0;
};

bool was_removed(const image::View &view, RemovedDirectory &cwd) {
  StringView text = image::text_value(view.provenance, "cwd_removed");
  auto next = [&](u64 &number) {
    text = text.starts_with(" ") ? text.drop(1) : text;
    return proc::take_dec(text, number);
  };
  return text.data && next(cwd.device) && next(cwd.inode) && next(cwd.mode);
}

} // namespace

bool Files::enter_removed(StringView was, bool &removed, Reason &why) {
  RemovedDirectory cwd;
  removed = was_removed(view_, cwd);
  if (!removed)
    return true;
  SysResult made = make_removed(was, static_cast<u32>(cwd.mode), O_RDONLY);
  if (made.ok())
    sys::call(__NR_fchdir, made.fd()).ignore();
  else
    why.set("the working directory had been removed, and none can be made in its "
            "place (errno ", made.error(), ")");
  if (made.ok())
    sys::close(made.fd()).ignore();
  return made.ok();
}

bool Files::open_removed(const image::Descriptor &d, int &fd, Reason &why) {
  constexpr u32 kKept = O_PATH | O_NOATIME | O_NONBLOCK | O_DSYNC | O_SYNC |
                        O_DIRECTORY | O_NOFOLLOW;
  int flags = static_cast<int>(d.open_flags & kKept) | O_CLOEXEC;
  SysResult opened(-ENOENT);
  RemovedDirectory cwd;
  bool works_in_it = !state.config.relocatable && was_removed(view_, cwd) &&
                     cwd.device == d.device && cwd.inode == d.inode;
  if (works_in_it)
    opened = sys::open(".", flags);
  for (size_t i = 0; !works_in_it && i < temporary_.size; ++i) {
    const image::Descriptor &other = view_.descriptors[i];
    if (temporary_[i] < 0 || !(other.flags & image::kRemoved) ||
        other.device != d.device || other.inode != d.inode)
      continue;
    Text<64> link;
    sys::name_link(temporary_[i], link);
    link.add("/."); // not a link, for O_NOFOLLOW
    opened = sys::open(link.c_str(), flags);
    break;
  }
  Text<8300> path;
  relocate(d, path);
  if (opened.error() == ENOENT)
    opened = make_removed(path.view(), d.mode, flags);
  fd = opened.ok() ? opened.fd() : -1;
  if (!opened.ok())
    why.set("the directory ", path, " (descriptor ",
            __ckpt_shown_number(d.number),
            ") had been removed, and none can be made in its place (errno ",
            opened.error(), ")");
  else if (!(d.open_flags & O_PATH))
    sys::fcntl(fd, F_SETFL, d.open_flags & ~fd::kAsync).ignore();
  return opened.ok();
}

} // namespace ckpt::restart
