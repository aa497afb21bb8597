// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/cut.h"

#include "runtime/ckpt/report.h"
#include "runtime/fd/child.h"

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

// A new file IMAGE.cut/NAME.GENERATION, or with .1, .2 ... behind it.
int create_copy(StringView path, u64 generation, Text<8300> &name) {
  Text<kPathMax + 8> directory(state.config.restart_image, ".cut");
  sys::mkdir(directory.c_str(), 0700).ignore(); // it may be there
  for (int i = 0; i < kNames; ++i) {
    name.set(directory, "/", base_name(path), ".", generation);
    if (i)
      name.add(".", i);
    SysResult made = sys::open(
        name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
        0600);
    if (made.ok())
      return made.fd();
  }
  return -1;
}

// A descriptor that can be read, for one open for writing only.
int reader_of(int fd) {
  Text<64> link("/proc/self/fd/", fd);
  SysResult opened = sys::open(link.c_str(), O_RDONLY | O_CLOEXEC);
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

bool keep(const Cut &cut, u64 end, Text<8300> &name) {
  int reader = reader_of(cut.fd);
  int copy = reader < 0 ? -1 : create_copy(cut.path, cut.generation, name);
  bool kept = copy >= 0 && copy_range(reader, copy, cut.length, end);
  if (reader >= 0)
    sys::close(reader).ignore();
  if (copy >= 0)
    sys::close(copy).ignore();
  return kept;
}

} // namespace

bool cut_file(const Cut &cut, Reason &why) {
  Text<8300> name;
  u64 end = min(cut.size, cut.length + kMostKept);
  bool kept = false;
  if (!cut.locked)
    kept = keep(cut, end, name);
  else
    kept = fd::in_child([&] { kept = keep(cut, end, name); }) && kept;
  SysResult done = sys::ftruncate(cut.fd, cut.length);
  if (!done.ok()) {
    why.set("the file ", cut.path, " cannot be cut to its length at the "
            "checkpoint (errno ", done.error(),
            "); cut it yourself, or take it as it is with -_ckpt_rollback off");
    return false;
  }
  notice("the file ", cut.path, " was cut from ", cut.size, " to ", cut.length,
         " bytes, as it was at the checkpoint; ",
         kept ? "what was cut is in " : "what was cut could not be kept",
         kept ? name.view() : StringView(),
         kept && end < cut.size ? " (the first 64 MiB)" : "");
  return true;
}

} // namespace ckpt::restart
