// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/descriptors.h"

#include <linux/kcmp.h>
#include <linux/magic.h>
#include <asm/statfs.h>

#include "runtime/ckpt/command_stream.h"
#include "runtime/ckpt/deliver.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/proc/fdinfo.h"
#include "runtime/proc/read_file.h"

namespace ckpt {

namespace {

constexpr char kNull[] = "/dev/null";
constexpr int kAsync = 020000; // FASYNC

bool refuse(int number, StringView what, Reason &why) {
  why.set(fd::name_of(number), " ", what);
  return false;
}

constexpr int kFDupfdQuery = 1027; // F_DUPFD_QUERY, Linux 6.10

enum class Same : u8 { kNo, kYes, kUnknown };

Same same_description(int a, int b) {
  i32 pid = sys::getpid();
  SysResult order = sys::kcmp(pid, pid, KCMP_FILE, static_cast<u64>(a),
                              static_cast<u64>(b));
  if (order.ok())
    return order.value() == 0 ? Same::kYes : Same::kNo;
  SysResult same = sys::fcntl(a, kFDupfdQuery, static_cast<u64>(b));
  if (same.ok())
    return same.value() == 1 ? Same::kYes : Same::kNo;
  return Same::kUnknown;
}

struct Provenance {
  const Inherited *entry = nullptr; // null: opened by the program
  bool certain = false; // this number, or one that shares its description
};

// Of several descriptors of one description (a terminal as 0, 1 and 2) a copy
// under another number is rather one of the output than of the input.
bool better(const Inherited &entry, const Inherited *found) {
  return !found || (found->number == 0 && entry.number <= 2);
}

// Which descriptor of those open at the start this one is.  Pipes and sockets
// are told by their inode; a file or device may have been opened twice; all
// epoll, timer and event descriptors of the system have one inode and no type.
Provenance find_provenance(int number, const struct stat &st) {
  Provenance found;
  u32 type = st.st_mode & fd::kTypeMask;
  if (!type)
    return found;
  for (u32 i = 0; i < state.inherited_count; ++i) {
    const Inherited &entry = state.inherited[i];
    if (entry.device != st.st_dev || entry.inode != st.st_ino ||
        entry.rdev != st.st_rdev)
      continue;
    // What the command stream opened by a name is opened by it again.
    if (entry.by_stream && type != fd::kTypeFifo)
      continue;
    if (entry.number == number)
      return {&entry, true};
    bool same = same_description(number, entry.number) == Same::kYes;
    if ((same && !found.certain) ||
        (same == found.certain && better(entry, found.entry)))
      found = {&entry, same};
  }
  return found;
}

class Collector {
public:
  Collector(Snapshot &snapshot, Reason &why)
      : to_(snapshot), why_(why), stream_(stream_descriptor()) {}

  bool add(int number) {
    if (number == to_.temporary_fd || number == stream_)
      return true;
    if (count_ == to_.descriptors.size) {
      why_.set("the table of descriptors grew while it was read");
      return false;
    }
    d_ = {};
    d_.number = number;
    d_.shares = d_.inherited = -1;
    locks_before_ = locks_;
    if (!read_kernel_state(number) ||
        !(takes_images(number, st_) ? replace_by_null() : classify(number)))
      return false;
    if (!find_sharer())
      return false;
    warn_read_write(number);
    to_.descriptors[count_++] = d_;
    return true;
  }
  void finish() {
    to_.descriptors.size = count_;
    to_.locks.size = locks_;
  }

private:
  bool read_kernel_state(int number) {
    SysResult flags = sys::fcntl(number, F_GETFL);
    SysResult fd_flags = sys::fcntl(number, F_GETFD);
    if (!flags.ok() || !fd_flags.ok() || !sys::fstat(number, st_).ok())
      return refuse(number, "cannot be looked at", why_);
    d_.open_flags = static_cast<u32>(flags.value());
    if (fd_flags.value() & FD_CLOEXEC)
      d_.flags |= image::kCloseOnExec;
    d_.mode = st_.st_mode;
    d_.device = st_.st_dev;
    d_.inode = st_.st_ino;
    d_.rdev = st_.st_rdev;
    if (d_.open_flags & O_PATH)
      return refuse(number, "was opened with O_PATH, which is not saved yet",
                    why_);
    if (!read_fdinfo(number)) // a lease, which sets O_ASYNC too
      return false;
    if (d_.open_flags & kAsync)
      return refuse(number, "sends SIGIO (O_ASYNC), which is not saved yet",
                    why_);
    return true;
  }

  bool read_fdinfo(int number) {
    Text<64> path("/proc/thread-self/fdinfo/", number);
    return proc::each_line(path.c_str(), why_, [&](StringView line) {
      proc::FdInfo info = {};
      proc::LockLine lock = {};
      bool is_lock = false;
      if (!proc::parse_fdinfo_line(line, info, lock, is_lock))
        return true; // lines of other kinds of files
      if (info.has_pos)
        d_.offset = info.pos;
      return !is_lock || add_lock(number, lock);
    });
  }

  bool add_lock(int number, const proc::LockLine &lock) {
    if (lock.kind != proc::LockLine::kPosix)
      return refuse(number,
                    lock.kind == proc::LockLine::kLease
                        ? "has a lease, which is not saved yet"
                        : "holds a lock of flock() or F_OFD_SETLK, which is "
                          "not saved yet",
                    why_);
    if (locks_ == to_.locks.size)
      return refuse(number, "holds more record locks than can be saved", why_);
    image::RecordLock &record = to_.locks[locks_++];
    record.number = number;
    record.type = lock.write ? F_WRLCK : F_RDLCK;
    record.start = lock.start;
    record.length = lock.to_eof ? 0 : lock.end - lock.start + 1;
    return true;
  }

  bool replace_by_null() {
    struct stat null;
    if (!sys::stat(kNull, null).ok()) {
      why_.set("cannot find ", kNull);
      return false;
    }
    d_.kind = image::FdKind::kDevice;
    d_.open_flags &= O_ACCMODE;
    d_.mode = null.st_mode;
    d_.device = null.st_dev;
    d_.inode = null.st_ino;
    d_.rdev = null.st_rdev;
    d_.offset = 0;
    locks_ = locks_before_;
    return add_text(kNull);
  }

  bool classify(int number) {
    Provenance from = find_provenance(number, st_);
    u32 type = st_.st_mode & fd::kTypeMask;
    if (type == fd::kTypeRegular)
      return classify_regular(number, from);
    if (from.entry && (from.certain || !fd::is_plain_device(st_))) {
      d_.kind = image::FdKind::kInherited;
      d_.inherited = from.entry->number;
      return add_path(number);
    }
    if (fd::is_plain_device(st_)) {
      d_.kind = image::FdKind::kDevice;
      return add_path(number);
    }
    if (type == fd::kTypeCharacter && !fd::is_terminal_master(st_) &&
        fd::is_terminal(number)) {
      d_.kind = image::FdKind::kTerminal;
      return add_path(number);
    }
    return refuse(number, unsupported(type), why_);
  }

  static StringView unsupported(u32 type) {
    if (type == fd::kTypeFifo)
      return "is a pipe that the program made, which is not saved yet";
    if (type == fd::kTypeSocket)
      return "is a socket that the program made, which is not saved yet";
    if (type == fd::kTypeDirectory)
      return "is an open directory, which is not saved yet";
    if (type == fd::kTypeCharacter || type == fd::kTypeBlock)
      return "is a device that cannot be saved";
    return "is of a kind that is not saved yet";
  }

  bool classify_regular(int number, const Provenance &from) {
    struct statfs fs;
    if (!sys::call(__NR_fstatfs, number, &fs).ok())
      return refuse(number, "cannot be looked at", why_);
    if (fs.f_type == PROC_SUPER_MAGIC || fs.f_type == SYSFS_MAGIC)
      return refuse(number, "is a file of /proc or /sys, which is not saved "
                            "yet", why_);
    d_.length = static_cast<u64>(st_.st_size);
    bool stream = from.certain;
    d_.kind = stream ? image::FdKind::kInherited : image::FdKind::kRegular;
    if (stream)
      d_.inherited = from.entry->number;
    if (!add_path(number) || (!stream && !path_leads_here(number)))
      return false;
    fd::hash_ends(number, d_, locks_ != locks_before_);
    return (d_.open_flags & O_ACCMODE) == O_RDONLY || make_durable(number);
  }

  // An image that survives a power failure needs the file it refers to.
  bool make_durable(int number) {
    SysResult synced = sys::fdatasync(number);
    if (synced.ok())
      return true;
    why_.set(fd::name_of(number), " cannot be written to its disk (errno ",
             synced.error(), ")");
    return false;
  }

  bool add_path(int number) {
    Text<4200> path;
    if (!fd::link_path(number, path))
      return refuse(number, "has a name that cannot be read", why_);
    return add_text(path.view());
  }

  bool add_text(StringView text) {
    d_.path_size = static_cast<u32>(text.size);
    if (to_.descriptor_pool.add(text, d_.path))
      return true;
    why_.set("the names of open files grew while they were read");
    return false;
  }

  bool path_leads_here(int number) {
    Text<4200> path(StringView(to_.descriptor_pool.room.data + d_.path,
                               d_.path_size));
    struct stat named;
    SysResult found = sys::stat(path.c_str(), named);
    if (!found.ok())
      return refuse(number, "has been removed or cannot be reached by its "
                            "name, which is not saved yet", why_);
    if (named.st_dev != st_.st_dev || named.st_ino != st_.st_ino)
      return refuse(number, "is no longer the file under its name, which is "
                            "not saved yet", why_);
    return may_open_again(number, path.c_str());
  }

  // Asked without opening: to close the file again would drop its locks.
  bool may_open_again(int number, const char *path) {
    constexpr int kRead = 4, kWrite = 2; // access(2)
    u32 mode = d_.open_flags & O_ACCMODE;
    int wanted = mode == O_RDONLY   ? kRead
                 : mode == O_WRONLY ? kWrite
                                    : kRead | kWrite;
    return sys::call(__NR_access, path, wanted).ok() ||
           refuse(number, "could not be opened again: its permissions forbid "
                          "it; chmod it before a checkpoint", why_);
  }

  // Descriptors of one description have the same file, offset and flags.
  // Inherited ones are each taken from the new process, where they may differ.
  bool find_sharer() {
    if (d_.kind == image::FdKind::kInherited) {
      drop_repeated_locks();
      return true;
    }
    for (size_t i = 0; i < count_; ++i) {
      const image::Descriptor &other = to_.descriptors[i];
      if (other.shares >= 0 || other.device != d_.device ||
          other.inode != d_.inode || other.open_flags != d_.open_flags ||
          other.offset != d_.offset || other.kind != d_.kind)
        continue;
      Same same = same_description(other.number, d_.number);
      if (same == Same::kUnknown && d_.kind == image::FdKind::kRegular)
        return refuse(d_.number,
                      "may share its offset with another descriptor, which "
                      "this kernel does not tell (kcmp is not allowed)",
                      why_);
      if (same == Same::kNo)
        continue;
      d_.shares = other.number;
      locks_ = locks_before_; // said once, for the first descriptor
      return true;
    }
    drop_repeated_locks();
    return true;
  }

  // A record lock belongs to the process: every descriptor of the file shows
  // it.
  void drop_repeated_locks() {
    for (size_t i = 0; i < count_; ++i)
      if (to_.descriptors[i].device == d_.device &&
          to_.descriptors[i].inode == d_.inode)
        locks_ = locks_before_;
  }

  void warn_read_write(int number) {
    if (d_.kind != image::FdKind::kRegular || d_.shares >= 0 ||
        (d_.open_flags & O_ACCMODE) != O_RDWR || told_before(number))
      return;
    Reason text(fd::name_of(number),
                " is open for reading and writing: what is written over after "
                "this checkpoint is not undone at a restart");
    warn(WarningKind::kReadWrite, text.view());
  }

  // Once a descriptor, not at every checkpoint.
  bool told_before(int number) {
    for (u32 i = 0; i < state.read_write_told_count; ++i)
      if (state.read_write_told[i].number == number &&
          state.read_write_told[i].inode == st_.st_ino)
        return true;
    if (state.read_write_told_count < kMaxReadWriteTold)
      state.read_write_told[state.read_write_told_count++] = {number,
                                                              st_.st_ino};
    return false;
  }

  Snapshot &to_;
  Reason &why_;
  int stream_;
  image::Descriptor d_ = {};
  struct stat st_ = {};
  size_t count_ = 0;
  size_t locks_ = 0;
  size_t locks_before_ = 0;
};

constexpr char kFdDirectory[] = "/proc/thread-self/fd";
constexpr u64 kLocksEach = 64;

} // namespace

bool count_descriptors(const Snapshot &snapshot, DescriptorCount &count,
                       Reason &why) {
  bool good = fd::each_number(kFdDirectory, [&](u64 number) {
    Text<4200> path;
    ++count.descriptors;
    if (static_cast<int>(number) != snapshot.temporary_fd &&
        fd::link_path(static_cast<int>(number), path))
      count.path_bytes += max(path.view().size, sizeof kNull);
    return true;
  });
  if (!good)
    why.set("cannot read ", kFdDirectory, "; is /proc mounted?");
  return good;
}

bool collect_descriptors(Snapshot &snapshot, const DescriptorCount &count,
                         Reason &why) {
  Arena &arena = snapshot.arena;
  snapshot.descriptors = arena.array<image::Descriptor>(count.descriptors);
  snapshot.locks =
      arena.array<image::RecordLock>((count.descriptors + 1) * kLocksEach);
  snapshot.descriptor_pool.room = arena.array<char>(count.path_bytes + 1);
  if (!snapshot.descriptors.data || !snapshot.locks.data ||
      !snapshot.descriptor_pool.room.data) {
    why.set("no room for the table of ", count.descriptors, " descriptors");
    return false;
  }
  Collector collector(snapshot, why);
  bool good = fd::each_number(kFdDirectory, [&](u64 number) {
    return collector.add(static_cast<int>(number));
  });
  collector.finish();
  if (!good && why.empty())
    why.set("cannot read ", kFdDirectory);
  return good;
}

} // namespace ckpt
