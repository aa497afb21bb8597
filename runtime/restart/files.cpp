// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/files.h"

#include <asm/errno.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/restart/path_map.h"
#include "runtime/restart/same_content.h"

namespace ckpt::restart {

namespace {

constexpr int kSeekSet = 0, kSeekEnd = 2; // lseek(2)

// What F_GETFL reports and open(2) takes again; the rest is F_SETFL's.
constexpr u32 kReopenFlags = O_ACCMODE | O_APPEND | O_DSYNC | O_SYNC |
                             O_DIRECT | O_NOATIME | O_LARGEFILE;

bool is_writable(const image::Descriptor &d) {
  return (d.open_flags & O_ACCMODE) != O_RDONLY;
}

bool is_regular(u32 mode) {
  return (mode & fd::kTypeMask) == fd::kTypeRegular;
}

// Whether this process was started with it.  A descriptor that the runtime has
// opened since then may have the number of one that is missing.
bool was_given(int number) {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (state.inherited[i].number == number)
      return true;
  return false;
}

bool contains(Span<const int> numbers, int wanted) {
  for (int number : numbers)
    if (number == wanted)
      return true;
  return false;
}

// The command stream's `fd` opened it for the restored program.
bool given_by_stream(int number) {
  for (u32 i = 0; i < state.inherited_count; ++i)
    if (state.inherited[i].number == number && state.inherited[i].by_stream)
      return true;
  return false;
}

bool is_our_line(StringView line) {
  return line.starts_with("Condor: ") || line.starts_with("ckpt_run: ") ||
         line == "Ckpt exit" || line == "About to return to user code";
}

// What follows in the file was said by the runtime and by ckpt_run alone.
bool only_our_lines(int fd, u64 from, u64 to) {
  Text<64> link("/proc/thread-self/fd/", fd);
  SysResult opened = sys::open(link.c_str(), O_RDONLY | O_CLOEXEC);
  char text[8192];
  u64 size = to - from;
  bool ours = opened.ok() && size <= sizeof text &&
              sys::pread(opened.fd(), text, size, from).value() ==
                  static_cast<i64>(size) &&
              text[size - 1] == '\n';
  for (StringView rest(text, size); ours && !rest.empty();) {
    StringView line = rest.take(rest.find('\n'));
    ours = is_our_line(line);
    rest = rest.drop(line.size + 1);
  }
  if (opened.ok())
    sys::close(opened.fd()).ignore();
  return ours;
}

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

} // namespace

int Files::opened(int number) const {
  const image::Descriptor *d = image::find_descriptor(view_.descriptors, number);
  return d ? temporary_[static_cast<size_t>(d - view_.descriptors.data)] : -1;
}

void Files::relocate(StringView saved, Text<8300> &path) const {
  if (map_path(state.config.path_map, saved, path))
    return;
  StringView old = image::text_value(view_.provenance, "cwd");
  bool below = !old.empty() && saved.starts_with(old) &&
               (old == "/" || saved.drop(old.size).starts_with("/"));
  if (!state.config.relocatable || !below || old == StringView(cwd_)) {
    path.set(saved);
    return;
  }
  StringView rest = old == "/" ? saved : saved.drop(old.size);
  path.set(StringView(cwd_) == "/" ? "" : cwd_, rest);
}

bool Files::enter_directory(Reason &why) {
  StringView old = image::text_value(view_.provenance, "cwd");
  if (!state.config.relocatable) {
    Text<8300> path(old);
    bool mapped = map_path(state.config.path_map, old, path);
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

bool Files::refuse_full(Reason &why) const {
  why.set("no descriptor is left above ", base_ - 1,
          "; raise the limit of open files (ulimit -n)");
  return false;
}

bool Files::move_away(int &fd, Reason &why) {
  if (fd >= base_)
    return true;
  SysResult moved =
      sys::fcntl(fd, F_DUPFD_CLOEXEC, static_cast<u64>(base_));
  if (!moved.ok())
    return refuse_full(why);
  sys::close(fd).ignore();
  fd = moved.fd();
  return true;
}

bool Files::open_all(Arena &arena, Reason &why) {
  temporary_ = arena.array<int>(view_.descriptors.size);
  same_file_ = arena.array<bool>(view_.descriptors.size);
  cuts_ = arena.array<CutDone>(view_.descriptors.size);
  if (!view_.descriptors.empty() &&
      (!temporary_.data || !same_file_.data || !cuts_.data)) {
    why.set("no room for its table of descriptors");
    return false;
  }
  if (!view_.descriptors.empty())
    base_ = max(3, view_.descriptors[view_.descriptors.size - 1].number + 1);
  limit_known_ = sys::prlimit(RLIMIT_NOFILE, nullptr, &limit_).ok();
  rlimit64 raised = {limit_.rlim_max, limit_.rlim_max};
  if (limit_known_)
    sys::prlimit(RLIMIT_NOFILE, &raised, nullptr).ignore();
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    const image::Descriptor &d = view_.descriptors[i];
    temporary_[i] = -1;
    if (d.shares >= 0 && !given_by_stream(d.number))
      continue;
    same_file_[i] = d.kind == image::FdKind::kRegular &&
                    !given_by_stream(d.number);
    int fd = -1;
    if (!open_one(d, fd, why) || !move_away(fd, why))
      return false;
    temporary_[i] = fd;
  }
  return true;
}

bool Files::open_one(const image::Descriptor &d, int &fd, Reason &why) {
  if (given_by_stream(d.number))
    return take_given(d, d.number, fd, why);
  if (d.kind == image::FdKind::kInherited)
    return given_by_stream(d.inherited)
               ? take_given(d, d.inherited, fd, why)
               : take_inherited(d, fd, why);
  return open_path(d, fd, why);
}

// Looked at before it is opened: opening a device can do things.
bool Files::is_same_kind(const image::Descriptor &d, const struct stat &st,
                         StringView path, Reason &why) const {
  bool device = (d.mode & fd::kTypeMask) == fd::kTypeCharacter;
  bool terminal = d.kind == image::FdKind::kTerminal; // of any number
  if ((st.st_mode & fd::kTypeMask) == (d.mode & fd::kTypeMask) &&
      (!device || terminal || st.st_rdev == d.rdev))
    return true;
  why.set("the file ", path, " (descriptor ", d.number,
          ") is of another kind than at the checkpoint");
  return false;
}

bool Files::open_path(const image::Descriptor &d, int &fd, Reason &why) {
  Text<8300> path;
  relocate(d, path);
  struct stat st;
  SysResult opened = sys::stat(path.c_str(), st);
  if (opened.ok() && !is_same_kind(d, st, path.view(), why))
    return false;
  // Not blocking: the name may be a FIFO's now.
  u32 flags = (d.open_flags & kReopenFlags) | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
  if (opened.ok())
    opened = sys::open(path.c_str(), static_cast<int>(flags));
  if (!opened.ok()) {
    why.set("the file ", path, " (descriptor ", d.number, ")",
            open_hint(opened.error()), " (errno ", opened.error(), ")");
    return false;
  }
  fd = opened.fd();
  sys::fcntl(fd, F_SETFL, d.open_flags).ignore();
  if (!sys::fstat(fd, st).ok() || !is_same_kind(d, st, path.view(), why))
    return false;
  if (d.kind == image::FdKind::kTerminal && !fd::is_terminal(fd)) {
    why.set("the file ", path, " (descriptor ", d.number,
            ") is not a terminal any more");
    return false;
  }
  return d.kind != image::FdKind::kRegular ||
         same_content(fd, d, path.view(), state.config.no_rollback, why,
                      mapped_ends(view_, d));
}

// The same number of the new process if it is open.
bool Files::take_inherited(const image::Descriptor &d, int &fd, Reason &why) {
  struct stat st;
  bool open = was_given(d.inherited) && sys::fstat(d.inherited, st).ok();
  bool useless = !open || fd::is_plain_device(st) ||
                 (st.st_mode & fd::kTypeMask) == fd::kTypeCharacter;
  // Input that came from a file goes on from that file, unless something else
  // was given to read from.
  if (is_regular(d.mode) && !is_writable(d) && useless) {
    notice("descriptor ", d.number, " goes on reading ", view_.path(d));
    same_file_[static_cast<size_t>(&d - view_.descriptors.data)] = true;
    return open_path(d, fd, why) &&
           same_content(fd, d, view_.path(d), false, why);
  }
  if (!open) {
    unsup("descriptor ", d.number, " (", view_.path(d),
          ") was given to the job when it started and is not open now: it "
          "becomes /dev/null");
    SysResult null = sys::open("/dev/null", O_RDWR | O_CLOEXEC);
    fd = null.fd();
    if (!null.ok())
      why.set("/dev/null cannot be opened (errno ", null.error(), ")");
    return null.ok();
  }
  SysResult copy =
      sys::fcntl(d.inherited, F_DUPFD_CLOEXEC, static_cast<u64>(base_));
  if (!copy.ok())
    return refuse_full(why);
  fd = copy.fd();
  return !is_regular(d.mode) || !is_regular(st.st_mode) ||
         continue_stream(d, fd, why);
}

// Goes on where the saved one was if it holds what that held; else it is a new
// file, used as it was opened.
bool Files::take_given(const image::Descriptor &d, int number, int &fd,
                       Reason &why) {
  SysResult copy =
      sys::fcntl(number, F_DUPFD_CLOEXEC, static_cast<u64>(base_));
  fd = copy.fd();
  if (!copy.ok())
    return refuse_full(why);
  struct stat st;
  if (!is_regular(d.mode) || !sys::fstat(fd, st).ok() ||
      !is_regular(st.st_mode))
    return true;
  bool same_inode = st.st_dev == d.device && st.st_ino == d.inode;
  Reason difference;
  // The content of an empty file says nothing.
  if ((!d.length && !same_inode) ||
      !same_content(fd, d, view_.path(d), false, difference)) {
    Text<4200> path;
    fd::link_path(fd, path);
    notice("descriptor ", d.number, ": ", path, " is not the file that the job "
           "had there; it is used as the command stream opened it");
    return true;
  }
  go_on_in(d, fd, static_cast<u64>(st.st_size));
  return true;
}

// The file is the saved one: offset and length are put back, unless all that
// follows is what the runtime said after the image was written.
void Files::go_on_in(const image::Descriptor &d, int fd, u64 size) {
  if (size > d.length && only_our_lines(fd, d.length, size))
    sys::lseek(fd, 0, kSeekEnd).ignore();
  else
    same_file_[static_cast<size_t>(&d - view_.descriptors.data)] = true;
}

// A stream redirected to the same file continues where it was.
bool Files::continue_stream(const image::Descriptor &d, int fd, Reason &why) {
  Text<8300> path;
  relocate(d, path);
  struct stat here, saved;
  if (!sys::fstat(fd, here).ok() || !sys::stat(path.c_str(), saved).ok() ||
      here.st_dev != saved.st_dev || here.st_ino != saved.st_ino)
    return true;
  u64 size = static_cast<u64>(here.st_size);
  if (size < d.length) {
    notice("descriptor ", d.number, ": ", path, " is shorter (", size,
           " bytes) than at the checkpoint (", d.length,
           " bytes); the job goes on at its end");
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  if (state.config.no_rollback && is_writable(d)) {
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  if (!same_content(fd, d, path.view(), false, why)) {
    // A log that was begun anew, and is longer by now; what it holds stays.
    if (!is_writable(d))
      return false;
    why.clear();
    notice("descriptor ", d.number, ": ", path, " is not the file that the job "
           "had there; the job goes on at its end");
    sys::lseek(fd, 0, kSeekEnd).ignore();
    return true;
  }
  go_on_in(d, fd, size);
  return true;
}

bool Files::place_all(Span<const int> kept, Reason &why) {
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    const image::Descriptor &d = view_.descriptors[i];
    bool leads = temporary_[i] >= 0;
    int from = leads ? temporary_[i] : d.shares;
    int flags = d.flags & image::kCloseOnExec ? O_CLOEXEC : 0;
    if (!sys::dup3(from, d.number, flags).ok()) {
      why.set("descriptor ", d.number,
              " cannot be used here; raise the limit of open files (ulimit "
              "-n)");
      return false;
    }
    if (leads && same_file_[i])
      sys::lseek(d.number, d.offset, kSeekSet).ignore();
  }
  bool listed = fd::each_number("/proc/thread-self/fd", [&](u64 number) {
    int fd = static_cast<int>(number);
    if (!contains(kept, fd) && !given_by_stream(fd) &&
        !image::find_descriptor(view_.descriptors, fd))
      sys::close(fd).ignore();
    return true;
  });
  if (!listed)
    why.set("cannot read /proc/thread-self/fd; is /proc mounted?");
  return listed;
}

bool Files::take_locks(Reason &why) {
  for (const image::RecordLock &lock : view_.locks) {
    const image::Descriptor *d =
        image::find_descriptor(view_.descriptors, lock.number);
    // The command stream put another file there.
    if (d && given_by_stream(d->number) &&
        !same_file_[static_cast<size_t>(d - view_.descriptors.data)])
      continue;
    struct flock wanted = {};
    wanted.l_type = static_cast<short>(lock.type);
    wanted.l_whence = kSeekSet;
    wanted.l_start = static_cast<__kernel_off_t>(lock.start);
    wanted.l_len = static_cast<__kernel_off_t>(lock.length);
    SysResult taken = sys::fcntl(lock.number, F_SETLK,
                                 reinterpret_cast<u64>(&wanted));
    if (taken.ok())
      continue;
    why.set("the record lock on ", d ? view_.path(*d) : StringView(),
            " cannot be taken again (errno ", taken.error(),
            "): does another process hold it?");
    return false;
  }
  return true;
}

void Files::lower_limit() {
  if (limit_known_)
    sys::prlimit(RLIMIT_NOFILE, &limit_, nullptr).ignore();
}

bool Files::must_cut(size_t index, u64 &size) const {
  const image::Descriptor &d = view_.descriptors[index];
  struct stat st;
  if (temporary_[index] < 0 || !same_file_[index] || !is_writable(d) ||
      !sys::fstat(d.number, st).ok())
    return false;
  size = static_cast<u64>(st.st_size);
  return size > d.length;
}

Cut Files::cut_of(size_t index) const {
  const image::Descriptor &d = view_.descriptors[index];
  return {d.number, view_.path(d), d.length, cuts_[index].size,
          view_.meta->generation, !view_.locks.empty()};
}

bool Files::cut_all(Reason &why) {
  for (size_t i = 0; i < view_.descriptors.size; ++i) {
    u64 size = 0;
    if (!must_cut(i, size))
      continue;
    cuts_[i].size = size;
    if (cut_file(cut_of(i), cuts_[i].copy, why))
      continue;
    cuts_[i].size = 0;
    return false;
  }
  return true;
}

bool Files::roll_back(Reason &why) {
  if (state.config.no_rollback)
    return true;
  bool good = cut_all(why);
  for (size_t i = 0; i < cuts_.size; ++i)
    if (cuts_[i].size)
      announce_cut(cut_of(i), cuts_[i].copy);
  return good;
}

} // namespace ckpt::restart
