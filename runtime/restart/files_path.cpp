// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/files.h"

#include <asm/errno.h>
#include <asm/statfs.h>
#include <linux/magic.h>

#include "runtime/abi/shown_number.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/owner.h"
#include "runtime/restart/path_map.h"
#include "runtime/restart/same_content.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

// What F_GETFL reports and open(2) takes again; the rest is F_SETFL's.
constexpr u32 kReopenFlags = O_ACCMODE | O_APPEND | O_DSYNC | O_SYNC |
                             O_DIRECT | O_NOATIME | O_LARGEFILE |
                             O_DIRECTORY | O_NOFOLLOW;

Mapped mapped_ends(const image::View &view, const image::Descriptor &d) {
  u64 size = min<u64>(d.length, kPageSize);
  return {image::is_mapped(view, d, 0, size),
          image::is_mapped(view, d, d.length - size, size)};
}

StringView open_hint(int error) {
  if (error == ENOENT)
    return " is gone; put it back, or use -_condor_relocatable in the "
           "directory that has it";
  if (error == EACCES || error == EPERM)
    return " cannot be opened: permission denied";
  if (error == EROFS)
    return " is on a read-only file system";
  if (error == EMFILE || error == ENFILE)
    return " cannot be opened: the limit of open files (ulimit -n) is too "
           "small";
  return " cannot be opened";
}

// What is in /proc and /sys is made by the kernel, not kept there.
bool is_kernels(int fd) {
  struct statfs fs;
  return sys::call(__NR_fstatfs, fd, &fs).ok() &&
         (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC);
}

u32 open_flags(const image::Descriptor &d) {
  if (d.kind == image::FdKind::kPathOnly)
    return O_PATH | O_CLOEXEC | (d.open_flags & (O_NOFOLLOW | O_DIRECTORY));
  // Not blocking: the name may be a FIFO's now.
  u32 kept = d.open_flags & kReopenFlags;
  u32 type = d.mode & fd::kTypeMask;
  if (type != fd::kTypeDirectory)
    kept &= ~u32{O_DIRECTORY}; // of O_TMPFILE
  // F_SETFL gives O_ASYNC only to files that can send signals.
  if (type == fd::kTypeDirectory || type == fd::kTypeRegular)
    kept |= d.open_flags & fd::kAsync;
  return kept | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
}

bool is_link(const image::Descriptor &d) {
  constexpr u32 kTypeLink = 0120000; // S_IFLNK
  return d.kind == image::FdKind::kPathOnly &&
         (d.mode & fd::kTypeMask) == kTypeLink;
}

SysResult open_link_again(Text<8300> &path, int flags) {
  SysResult first = sys::open(path.c_str(), flags | O_NOFOLLOW);
  if (!first.ok())
    return first;
  Text<64> name;
  sys::name_link(first.fd(), name);
  SysResult again = sys::open(name.c_str(), flags);
  sys::close(first.fd()).ignore();
  return again;
}

// Where a link has taken the file's place (a moved tree) it is followed, though
// the program would not have.
SysResult open_name(Text<8300> &path, const image::Descriptor &d) {
  u32 flags = open_flags(d);
  if (is_link(d) && !(flags & O_NOFOLLOW)) // through another one's /proc/self/fd
    return open_link_again(path, static_cast<int>(flags));
  SysResult opened = sys::open(path.c_str(), static_cast<int>(flags));
  if (opened.error() == ELOOP && d.kind != image::FdKind::kPathOnly)
    opened = sys::open(path.c_str(), static_cast<int>(flags & ~u32{O_NOFOLLOW}));
  return opened;
}

} // namespace

void Files::relocate(StringView saved, Text<8300> &path) const {
  if (map_path(state.config.path_map, saved, path))
    return;
  StringView old = image::text_value(view_.provenance, "cwd");
  bool below = !old.empty() && saved.starts_with(old) &&
               (old == "/" || saved == old ||
                saved.drop(old.size).starts_with("/"));
  if (!state.config.relocatable || !below || old == StringView(cwd_)) {
    path.set(saved);
    return;
  }
  StringView rest = old == "/" ? saved : saved.drop(old.size);
  path.set(StringView(cwd_) == "/" && !rest.empty() ? "" : cwd_, rest);
}

bool Files::enter_directory(Reason &why) {
  StringView old = image::text_value(view_.provenance, "cwd");
  if (!state.config.relocatable) {
    Text<8300> path(old);
    bool mapped = map_path(state.config.path_map, old, path);
    bool removed = false;
    if (!enter_removed(path.view(), removed, why))
      return false;
    if (removed) {
      for (size_t i = 0; i < min(old.size, sizeof cwd_ - 1); ++i)
        cwd_[i] = old[i];
      return true;
    }
    SysResult entered = sys::chdir(path.c_str());
    if (!entered.ok()) {
      why.set("its working directory ", mapped ? path.view() : old,
              " cannot be entered (errno ", entered.error(),
              "); use -_condor_relocatable to go on in this one");
      return false;
    }
  }
  if (sys::getcwd(cwd_, sizeof cwd_).ok())
    return true;
  why.set("this working directory has been removed");
  return false;
}

// Looked at before it is opened: opening a device can do things.
bool Files::is_same_kind(const image::Descriptor &d, const struct stat &st,
                         StringView path, Reason &why) const {
  bool device = (d.mode & fd::kTypeMask) == fd::kTypeCharacter;
  bool terminal = d.kind == image::FdKind::kTerminal; // of any number
  if ((st.st_mode & fd::kTypeMask) == (d.mode & fd::kTypeMask) &&
      (!device || terminal || st.st_rdev == d.rdev))
    return true;
  why.set("the file ", path, " (descriptor ", __ckpt_shown_number(d.number),
          ") is of another kind than at the checkpoint");
  return false;
}

bool Files::open_path(const image::Descriptor &d, int &fd, Reason &why) {
  if (d.flags & image::kRemoved)
    return open_removed(d, fd, why);
  Text<8300> path;
  relocate(d, path);
  struct stat st;
  bool link = is_link(d) || (d.kind == image::FdKind::kPathOnly &&
                             d.open_flags & O_NOFOLLOW);
  SysResult opened = link ? sys::lstat(path.c_str(), st)
                          : sys::stat(path.c_str(), st);
  if (opened.ok() && !is_same_kind(d, st, path.view(), why))
    return false;
  if (opened.ok())
    opened = open_name(path, d);
  if (!opened.ok() && !open_renamed(d, path, opened)) {
    why.set("the file ", path, " (descriptor ", __ckpt_shown_number(d.number),
            ")", open_hint(opened.error()), " (errno ", opened.error(), ")");
    return false;
  }
  fd = opened.fd();
  sys::fcntl(fd, F_SETFL, d.open_flags & ~fd::kAsync).ignore();
  if (!sys::fstat(fd, st).ok() || !is_same_kind(d, st, path.view(), why))
    return false;
  if (d.kind == image::FdKind::kTerminal && !fd::is_terminal(fd)) {
    why.set("the file ", path, " (descriptor ", __ckpt_shown_number(d.number),
            ") is not a terminal any more");
    return false;
  }
  if (d.kind == image::FdKind::kKernelFile && !is_kernels(fd)) {
    why.set("the file ", path, " (descriptor ", __ckpt_shown_number(d.number),
            ") is not in /proc or /sys any more");
    return false;
  }
  if (d.kind != image::FdKind::kRegular ||
      same_content(fd, d, path.view(), state.config.no_rollback, why,
                   mapped_ends(view_, d)))
    return true;
  if (st.st_ino != d.inode)
    say_where_it_is(d, path, why);
  return false;
}

} // namespace ckpt::restart
