// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/ancestors.h"

#include "runtime/arch/x86_64/entry.h"
#include "runtime/image/elf_layout.h"
#include "runtime/proc/identity.h"
#include "runtime/start/program_note.h"

namespace ckpt::start {

namespace {

constexpr int kMostAncestors = 64;

using ProcPath = Text<64>;

StringView base_name(StringView path) {
  size_t at = path.size;
  while (at && path[at - 1] != '/')
    --at;
  return path.drop(at);
}

bool is_same_file(const ProcPath &path, const struct stat &own) {
  ProcPath copy = path;
  struct stat st;
  return sys::stat(copy.c_str(), st).ok() && st.st_dev == own.st_dev &&
         st.st_ino == own.st_ino;
}

// Its argv[0] is all that counts; a longer command line is cut.
bool has_name(u64 pid, StringView wanted) {
  char text[kPageSize];
  SysResult opened = sys::open(ProcPath("/proc/", pid, "/cmdline").c_str(),
                               O_RDONLY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  SysResult n = sys::read(opened.fd(), text, sizeof text);
  sys::close(opened.fd()).ignore();
  StringView line(text, n.ok() ? static_cast<size_t>(n.value()) : 0);
  return base_name(line.take(line.find(0))) == base_name(wanted);
}

// The runtime's note in the file; false if it has none.
bool read_note(const char *path, image::ProgramNote &note) {
  SysResult opened = sys::open(path, O_RDONLY | O_CLOEXEC);
  if (!opened.ok())
    return false;
  alignas(8) u8 head[kPageSize];
  alignas(8) u8 notes[2 * kPageSize];
  SysResult n = sys::pread(opened.fd(), head, sizeof head, 0);
  NoteRange where;
  bool found = false;
  for (size_t i = 0; !found && n.ok(); ++i) {
    if (!nth_note_range({head, static_cast<size_t>(n.value())}, i, where))
      break;
    SysResult got = sys::pread(opened.fd(), notes,
                               min<u64>(where.size, sizeof notes), where.start);
    found = got.ok() &&
            find_program_note({notes, static_cast<size_t>(got.value())}, note);
  }
  sys::close(opened.fd()).ignore();
  return found;
}

bool same_default_flags(const image::ProgramNote &note) {
  const char *own = __ckpt_program_note.default_flags;
  size_t size = sizeof note.default_flags;
  return own[0] && StringView(own, size) ==
                       StringView(note.default_flags, size);
}

bool may_share(u64 pid, StringView program, const struct stat &own) {
  ProcPath file("/proc/", pid, "/exe");
  if (is_same_file(file, own))
    return true;
  bool named = has_name(pid, program);
  image::ProgramNote note;
  // Few processes make it necessary to look into their files.
  return (named || __ckpt_program_note.default_flags[0]) &&
         read_note(file.c_str(), note) && (named || same_default_flags(note));
}

} // namespace

i32 find_sharing_ancestor(StringView program) {
  struct stat own;
  if (!sys::stat("/proc/self/exe", own).ok())
    return 0;
  u64 pid = static_cast<u64>(sys::call(__NR_getppid).value());
  for (int i = 0; i < kMostAncestors && pid; ++i) {
    if (may_share(pid, program, own))
      return static_cast<i32>(pid);
    proc::StatMm stat;
    if (!proc::read_stat(pid, stat))
      return 0;
    pid = stat.parent;
  }
  return 0;
}

} // namespace ckpt::start
