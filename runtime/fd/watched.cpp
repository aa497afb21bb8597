// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/fd/watched.h"

#include <linux/inotify.h>

#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/image/checksum.h"
#include "runtime/sys/keeper.h"

namespace ckpt::fd {

namespace {

constexpr u32 kOfEntries = IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE;
constexpr u32 kMostEntries = 16384;

u64 mix(u64 value) { // the finaliser of splitmix64
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

u64 digest_of(const struct stat &st, StringView name) {
  u64 sum = image::crc32c(0, name.data, name.size) + 1;
  const u64 parts[] = {
      st.st_ino,   st.st_mode,       static_cast<u64>(st.st_size),
      st.st_nlink, st.st_mtime,      st.st_mtime_nsec,
      st.st_ctime, st.st_ctime_nsec, st.st_uid,
      st.st_gid};
  for (u64 part : parts)
    sum = mix(sum ^ part) + 0x9e3779b97f4a7c15;
  return sum | 1;
}

// In whatever order the directory has them.
bool add_entries(int directory, u64 &sum) {
  u32 count = 2; // . and ..
  return each_entry(directory, [&](StringView name, u64) {
    struct stat st;
    if (++count > kMostEntries)
      return false;
    if (sys::call_on(__NR_newfstatat, directory, name.data, &st,
                  AT_SYMLINK_NOFOLLOW)
            .ok())
      sum += digest_of(st, name);
    return true;
  });
}

} // namespace

u64 digest_watched(const char *path, bool itself, u32 mask) {
  struct stat st;
  if (!(itself ? sys::lstat(path, st) : sys::stat(path, st)).ok())
    return 0;
  u64 sum = digest_of(st, "");
  if ((st.st_mode & kTypeMask) != kTypeDirectory || !(mask & kOfEntries))
    return sum;
  SysResult opened =
      sys::open_own(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK);
  if (!opened.ok())
    return 0;
  bool all = add_entries(opened.fd(), sum);
  sys::close(opened.fd()).ignore();
  return all ? sum | 1 : 0;
}

} // namespace ckpt::fd
