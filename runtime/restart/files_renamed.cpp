// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Files that were renamed after the checkpoint, within their directory.  They
// are known by their inode, and by their content as every file is.
#include <asm/errno.h>
#include <linux/stat.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/restart/files.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u64 kMostRead = 1 << 20; // entries of a directory

size_t directory_size(StringView path) {
  size_t size = path.size;
  while (size && path[size - 1] != '/')
    --size;
  return size;
}

// File systems give the inode of a removed file to the next one: that is younger
// than the checkpoint.  They stamp it with the time of the clock's last tick; where
// that cannot tell, or they keep no time of birth, content must speak.
bool is_old_enough(const char *path, const image::Descriptor &d,
                   const image::Meta &meta) {
  constexpr i64 kSecond = 1000000000, kLongestTick = kSecond / 100;
  bool has_content = d.length != 0 && d.flags & image::kTailHash;
  struct statx about = {};
  constexpr int kNoFollow = AT_SYMLINK_NOFOLLOW;
  SysResult got = sys::call(__NR_statx, AT_FDCWD, path, kNoFollow, STATX_BTIME,
                            &about);
  if (!got.ok() || !(about.stx_mask & STATX_BTIME))
    return has_content;
  i64 seconds;
  if (__builtin_sub_overflow(meta.time_sec, about.stx_btime.tv_sec, &seconds))
    return false;
  if (seconds < -1 || seconds > 1)
    return seconds > 0;
  i64 age = seconds * kSecond + static_cast<i64>(meta.time_nsec) -
            static_cast<i64>(about.stx_btime.tv_nsec);
  return age >= kLongestTick || (age >= 0 && has_content);
}

// The name of inode `d` in the directory of `path`, other than path's own.
bool find_name_of(const image::Descriptor &d, StringView path,
                  const image::Meta &meta, Text<8300> &now) {
  Text<8300> directory(path.take(directory_size(path)));
  StringView own = path.drop(directory.view().size);
  SysResult opened =
      sys::open_own(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  u64 read = 0;
  bool found = false;
  (void)fd::each_entry(opened.fd(), [&](StringView name, u64 inode) {
    struct stat st;
    found = inode == d.inode && !(name == own) && name.size < 256;
    if (found) {
      now.set(directory, name);
      found = sys::lstat(now.c_str(), st).ok() && st.st_ino == d.inode &&
              (st.st_mode & fd::kTypeMask) == fd::kTypeRegular &&
              is_old_enough(now.c_str(), d, meta);
    }
    return !found && ++read < kMostRead;
  });
  sys::close(opened.fd()).ignore();
  return found;
}

// Where the file system has no such rename, a second name comes first; neither
// takes another file's name away.
SysResult rename_to_free_name(const char *from, const char *to) {
  constexpr u32 kNoReplace = 1; // RENAME_NOREPLACE
  SysResult renamed = sys::call(__NR_renameat2, AT_FDCWD, from, AT_FDCWD, to,
                                kNoReplace);
  if (renamed.error() != EINVAL && renamed.error() != ENOSYS)
    return renamed;
  SysResult linked = sys::link(from, to);
  return linked.ok() ? sys::unlink(from) : linked;
}

} // namespace

bool Files::open_renamed(const image::Descriptor &d, Text<8300> &path,
                         SysResult &opened) {
  Text<8300> now;
  if (opened.error() != ENOENT || d.kind != image::FdKind::kRegular ||
      !find_name_of(d, path.view(), *view_.meta, now))
    return false;
  u32 flags = (d.open_flags & (O_ACCMODE | O_APPEND | O_DSYNC | O_SYNC |
                               O_DIRECT | O_NOATIME)) |
              O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  SysResult there = sys::open(now.c_str(), static_cast<int>(flags));
  if (!there.ok())
    return false;
  opened = there;
  StringView name = now.view().drop(directory_size(now.view()));
  RenamedTo &to = renamed_[static_cast<size_t>(&d - view_.descriptors.data)];
  to.size = static_cast<u32>(name.size);
  memcpy(to.name, name.data, name.size);
  path.set(now);
  return true;
}

// Behind why its name now leads to another file.
void Files::say_where_it_is(const image::Descriptor &d, Text<8300> &path,
                            Reason &why) const {
  Text<8300> now;
  if (find_name_of(d, path.view(), *view_.meta, now))
    why.add("; the one of the checkpoint is called ", now, " now");
}

// Its name is free, or it would not have been looked for.  The job that wrote it
// goes on from before the renaming, and may do it again.
bool Files::rename_back(size_t index, Reason &why) const {
  const image::Descriptor &d = view_.descriptors[index];
  Text<8300> path;
  relocate(d, path);
  Text<8300> now(path.view().take(directory_size(path.view())),
                 StringView(renamed_[index].name, renamed_[index].size));
  if (state.config.no_rollback || !is_writable(d)) {
    notice("the file ", path, " is called ", OneLine{now.view()},
           " since the checkpoint, and is used there");
    return true;
  }
  SysResult renamed = rename_to_free_name(now.c_str(), path.c_str());
  struct stat st;
  bool is_back = renamed.error() == EEXIST && sys::stat(path.c_str(), st).ok() &&
                 st.st_ino == d.inode; // by another descriptor
  if (renamed.ok())
    notice("the file ", OneLine{now.view()}, " is called ", path,
           " again, as at the checkpoint");
  else if (!is_back)
    why.set("the file ", OneLine{now.view()}, ", which was ", path,
            " at the checkpoint, cannot be renamed back (errno ",
            renamed.error(), ")");
  return renamed.ok() || is_back;
}

bool Files::rename_all_back(Reason &why) const {
  for (size_t i = 0; i < renamed_.size; ++i)
    if (renamed_[i].size && !rename_back(i, why))
      return false;
  return true;
}

} // namespace ckpt::restart
