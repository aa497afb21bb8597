// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/cut.h"

#include "runtime/ckpt/report.h"
#include "runtime/fd/child.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u64 kMostKept = 64 << 20;
constexpr int kNames = 1000;

StringView base_name(StringView path) {
  size_t start = path.size;
  while (start && path[start - 1] != '/')
    --start;
  return path.drop(start);
}

// IMAGE.cut/NAME.GENERATION, or with .1, .2 ... behind it.
void name_copy(const Cut &cut, int copy, Text<8300> &name) {
  name.set(state.config.restart_image, ".cut/", base_name(cut.path), ".",
           cut.generation);
  if (copy)
    name.add(".", copy);
}

// The first of these names that is not there becomes a new file.
int create_copy(const Cut &cut, int &copy) {
  Text<kPathMax + 8> directory(state.config.restart_image, ".cut");
  sys::mkdir(directory.c_str(), 0700).ignore(); // it may be there
  for (int i = 0; i < kNames; ++i) {
    Text<8300> name;
    name_copy(cut, i, name);
    SysResult made = sys::open_own(
        name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        0600);
    copy = i;
    if (made.ok())
      return made.fd();
  }
  return -1;
}

// A descriptor that can be read, for one open for writing only.
int reader_of(int fd) {
  Text<64> link("/proc/thread-self/fd/", fd);
  SysResult opened = sys::open_own(link.c_str(), O_RDONLY | O_CLOEXEC);
  return opened.ok() ? opened.fd() : -1;
}

bool copy_range(int from, int to, u64 at, u64 end) {
  char buffer[32 * 1024];
  for (u64 out = 0; at < end;) {
    SysResult n = sys::pread(from, buffer, min<u64>(end - at, sizeof buffer),
                             at);
    if (!n.ok() || n.value() == 0)
      return false;
    u64 size = static_cast<u64>(n.value());
    if (sys::pwrite(to, buffer, size, out).value() !=
        static_cast<i64>(size))
      return false;
    at += size;
    out += size;
  }
  return true;
}

u64 end_of_copy(const Cut &cut) {
  return min(cut.size, cut.length + kMostKept);
}

bool keep(const Cut &cut, int &copy) {
  int reader = reader_of(cut.fd);
  int to = reader < 0 ? -1 : create_copy(cut, copy);
  bool kept = to >= 0 && copy_range(reader, to, cut.length, end_of_copy(cut));
  if (reader >= 0)
    sys::close(reader).ignore();
  if (to >= 0)
    sys::close(to).ignore();
  return kept;
}

} // namespace

bool cut_file(const Cut &cut, int &copy, Reason &why) {
  bool kept = false;
  if (!cut.locked)
    kept = keep(cut, copy);
  else
    kept = fd::apart([&] { kept = keep(cut, copy); }) && kept;
  if (!kept)
    copy = -1;
  SysResult done = sys::ftruncate(cut.fd, cut.length);
  if (!done.ok())
    why.set("the file ", cut.path, " cannot be cut to its length at the "
            "checkpoint (errno ", done.error(),
            "); cut it yourself, or take it as it is with -_ckpt_rollback off");
  return done.ok();
}

void announce_cut(const Cut &cut, int copy) {
  Text<8300> name;
  if (copy >= 0)
    name_copy(cut, copy, name);
  notice("the file ", cut.path, " was cut from ", cut.size, " to ", cut.length,
         " bytes, as it was at the checkpoint; ",
         copy >= 0 ? "what was cut is in " : "what was cut could not be kept",
         name.view(),
         copy >= 0 && end_of_copy(cut) < cut.size ? " (the first 64 MiB)" : "");
}

} // namespace ckpt::restart
