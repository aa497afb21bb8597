// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/descriptors.h"

#include <asm/errno.h>

#include "runtime/ckpt/command_stream.h"
#include "runtime/ckpt/contents.h"
#include "runtime/ckpt/deliver.h"
#include "runtime/ckpt/fd_locks.h"
#include "runtime/ckpt/fd_record.h"
#include "runtime/ckpt/fd_sharing.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/stop.h"
#include "runtime/ckpt/told_read_write.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/links.h"
#include "runtime/fd/list.h"
#include "runtime/fd/owner.h"
#include "runtime/proc/read_file.h"
#include "runtime/syscall/placeholder.h"

namespace ckpt {

namespace {

constexpr char kNull[] = "/dev/null";
constexpr u64 kMaxOffset = ~u64{0} >> 1; // off_t

class Collector {
public:
  Collector(Snapshot &snapshot, Span<u32> sharing, Reason &why)
      : to_(snapshot), why_(why), locks_(snapshot.locks), sharing_(sharing),
        told_(told_read_write(snapshot.arena)), stream_(stream_descriptor()) {}

  bool add(int number) {
    if (number == to_.temporary_fd || number == stream_ ||
        syscall::is_placeholder(number))
      return true;
    if (count_ == to_.descriptors.size) {
      why_.set("the table of descriptors grew while it was read");
      return false;
    }
    FdRecord record = {to_, why_, number, {}, {}, {}};
    record.d.number = number;
    record.d.shares = record.d.inherited = -1;
    locks_.begin();
    if (!read_kernel_state(record) ||
        !(takes_images(number, record.st) ? replace_by_null(record)
                                          : classify(record)) ||
        !find_sharer(record))
      return false;
    if (to_.flights.is_copy(number))
      record.d.flags |= image::kInFlight;
    warn_read_write(record);
    to_.descriptors[count_++] = record.d;
    return true;
  }
  void finish() {
    to_.descriptors.size = count_;
    to_.locks = locks_.all();
  }

private:
  bool read_kernel_state(FdRecord &record) {
    int number = record.number;
    image::Descriptor &d = record.d;
    SysResult flags = sys::fcntl(number, F_GETFL);
    SysResult fd_flags = sys::fcntl(number, F_GETFD);
    if (!flags.ok() || !fd_flags.ok() || !sys::fstat(number, record.st).ok())
      return record.refuse("cannot be looked at");
    if (!fd::link_path(number, record.link))
      return record.refuse("has a name that cannot be read");
    fd::correct_links(number, record.link.c_str(), record.st);
    d.open_flags = static_cast<u32>(flags.value());
    if (fd_flags.value() & FD_CLOEXEC)
      d.flags |= image::kCloseOnExec;
    d.mode = record.st.st_mode;
    d.device = record.st.st_dev;
    d.inode = record.st.st_ino;
    d.rdev = record.st.st_rdev;
    return read_fdinfo(record) && // a lease, which sets O_ASYNC too
           read_owner(record);
  }

  bool read_fdinfo(FdRecord &record) {
    Text<64> path("/proc/thread-self/fdinfo/", record.number);
    bool good = proc::each_line(path.c_str(), why_, [&](StringView line) {
      proc::FdInfo info = {};
      proc::LockLine lock = {};
      bool is_lock = false;
      if (!proc::parse_fdinfo_line(line, info, lock, is_lock))
        return true; // lines of other kinds of files
      if (info.has_pos)
        record.d.offset = info.pos;
      return !is_lock || locks_.add(record, lock);
    });
    if (good && record.d.offset > kMaxOffset)
      return record.refuse("has an offset that no file can be opened at");
    return good;
  }

  bool read_owner(FdRecord &record) {
    image::Descriptor &d = record.d;
    if (d.open_flags & O_PATH)
      return true;
    bool known = fd::read_owner(record.number, d);
    if (known && d.owner_kind == image::FdOwner::kThread) {
      d.owner = saved_tid_of(d.owner);
      known = d.owner != 0;
    }
    if (known)
      return true;
    d.owner_kind = image::FdOwner::kNone;
    return !(d.open_flags & fd::kAsync) ||
           record.refuse("sends its signals (F_SETOWN) to another process, or "
                         "to a thread of one");
  }

  bool replace_by_null(FdRecord &record) {
    image::Descriptor &d = record.d;
    struct stat null;
    if (!sys::stat(kNull, null).ok()) {
      why_.set("cannot find ", kNull);
      return false;
    }
    d.kind = image::FdKind::kDevice;
    d.open_flags &= O_ACCMODE;
    d.mode = null.st_mode;
    d.device = null.st_dev;
    d.inode = null.st_ino;
    d.rdev = null.st_rdev;
    d.offset = 0;
    d.owner = 0;
    d.owner_kind = image::FdOwner::kNone;
    d.owner_signal = 0;
    locks_.drop();
    return record.add_path(kNull);
  }

  bool classify(FdRecord &record) {
    if (record.d.open_flags & O_PATH)
      return record_path_only(record);
    Provenance from = find_provenance(record.number, record.st);
    if (record.type() == fd::kTypeRegular)
      return record_regular(record, from, locks_.any());
    bool plain = fd::is_plain_device(record.st);
    // All masters have one inode.
    if (fd::is_terminal_master(record.st) && !from.certain)
      return record_master(record);
    if (from.entry && (from.certain || !plain)) {
      record.d.kind = image::FdKind::kInherited;
      record.d.inherited = from.entry->number;
      return record.add_path(record.link.view());
    }
    if (plain) {
      record.d.kind = image::FdKind::kDevice;
      return record.add_path(record.link.view());
    }
    return classify_own(record);
  }

  bool classify_own(FdRecord &record) {
    switch (record.type()) {
    case 0:
      return record_object(record);
    case fd::kTypeFifo:
      return record_pipe(record);
    case fd::kTypeSocket:
      return record_socket(record);
    case fd::kTypeDirectory:
      return record_directory(record);
    }
    if (record.type() != fd::kTypeCharacter || !fd::is_terminal(record.number))
      return record.refuse(fd::device_fault());
    record.d.kind = image::FdKind::kTerminal;
    return record.add_path(record.link.view());
  }

  // Inherited ones are each taken from the new process, where they may differ.
  bool find_sharer(FdRecord &record) {
    if (record.d.kind != image::FdKind::kInherited) {
      if (!sharing_.find(record, count_))
        return false;
      if (record.d.shares >= 0) {
        take_over(record);
        return true;
      }
    }
    locks_.drop_repeated(record, count_);
    return true;
  }

  // What belongs to the description has been said with its first descriptor.
  void take_over(FdRecord &record) {
    locks_.drop();
    const image::Descriptor *first = image::find_descriptor(
        {to_.descriptors.data, count_}, record.d.shares);
    if (!first || first->content == record.d.content)
      return;
    // An object's that was made for this record a moment ago.
    if (record.d.content == to_.contents.size)
      --to_.contents.size;
    record.d.content = first->content;
  }

  void warn_read_write(FdRecord &record) {
    if (record.d.kind != image::FdKind::kRegular || record.d.shares >= 0 ||
        record.access() != O_RDWR || told_before(record))
      return;
    Reason text(record.name(),
                " is open for reading and writing: what is written over after "
                "this checkpoint is not undone at a restart");
    warn(WarningKind::kReadWrite, text.view());
  }

  // Once a descriptor: at the call that opened it, or at a checkpoint.
  bool told_before(const FdRecord &record) {
    i32 *told = first_not(told_, [&](i32 real) { return real < record.number; });
    if (told != told_.end() && *told == record.number)
      return true;
    for (u32 i = 0; i < state.read_write_told_count; ++i)
      if (state.read_write_told[i].number == record.number &&
          state.read_write_told[i].inode == record.st.st_ino)
        return true;
    if (state.read_write_told_count < kMaxReadWriteTold)
      state.read_write_told[state.read_write_told_count++] = {record.number,
                                                              record.st.st_ino};
    return false;
  }

  Snapshot &to_;
  Reason &why_;
  FdLocks locks_;
  FdSharing sharing_;
  Span<i32> told_;
  int stream_;
  size_t count_ = 0;
};

constexpr u64 kLocksEach = 64;
constexpr u64 kOtherName = 256; // it may have a longer name now
constexpr u64 kWatchedPath = 4096; // room for its path: hardly touched
constexpr int kGetPipeSize = 1032; // F_GETPIPE_SZ

// Room for what a descriptor holds, by what it is.
void count_content(int number, TextBase &link, DescriptorCount &count) {
  struct stat st;
  if (!sys::fstat(number, st).ok())
    return;
  fd::correct_links(number, link.c_str(), st);
  u32 type = st.st_mode & fd::kTypeMask;
  count.runs += 1;
  // It holds nothing of what it names, and answers no question about it.
  if (sys::fcntl(number, F_GETFL).value() & O_PATH)
    return;
  if (type == fd::kTypeRegular && !st.st_nlink)
    count.runs += count_content_runs(number, static_cast<u64>(st.st_size));
  if (type == fd::kTypeFifo) {
    u64 size = static_cast<u64>(sys::fcntl(number, kGetPipeSize).value());
    count.frames += size + size / 64 + 2 * kPageSize;
    count.runs += size / (image::kMaxRunPages * kPageSize) + 1;
  }
  if (type == fd::kTypeSocket) {
    u64 room = socket_room(number), unsent = unsent_by(number);
    count.frames += 2 * room + 2 * unsent; // of the other end, and once more
    count.runs += (room + unsent) / (image::kMaxRunPages * kPageSize) + 2;
  }
  if (fd::is_terminal_master(st)) {
    count.frames += kTerminalRoom;
    count.runs += kTerminalRoom / (image::kMaxRunPages * kPageSize) + 1;
  }
  if (type == 0 && fd::is_epoll_set(link.view()))
    count.watches += count_watches(number);
  if (type == 0 && link.view() == "anon_inode:inotify")
    count.file_watches += count_file_watches(number);
}

} // namespace

bool count_descriptors(const Snapshot &snapshot, DescriptorCount &count,
                       Reason &why) {
  bool good = fd::each_descriptor([&](u64 number) {
    Text<4200> path;
    int fd = static_cast<int>(number);
    ++count.descriptors;
    if (fd == snapshot.temporary_fd || !fd::link_path(fd, path))
      return true;
    count.path_bytes += max(path.view().size, sizeof kNull) + kOtherName;
    count_content(fd, path, count);
    return true;
  });
  if (!good)
    why.set("cannot read ", fd::kOwnDescriptors, "; is /proc mounted?");
  return good;
}

bool collect_descriptors(Snapshot &snapshot, const DescriptorCount &count,
                         Reason &why) {
  Arena &arena = snapshot.arena;
  snapshot.descriptors = arena.array<image::Descriptor>(count.descriptors);
  snapshot.locks =
      arena.array<image::RecordLock>((count.descriptors + 1) * kLocksEach);
  snapshot.descriptor_pool.room = arena.array<char>(count.path_bytes + 1);
  snapshot.contents = arena.array<image::Content>(count.descriptors + 1);
  snapshot.sources = arena.array<ContentSource>(count.descriptors + 1);
  snapshot.waiting = arena.array<image::Waiting>(count.descriptors);
  snapshot.flights.records =
      arena.array<image::Flight>(snapshot.flights.rights.size);
  snapshot.watches = arena.array<image::Watch>(count.watches + 1);
  snapshot.file_watches = arena.array<image::FileWatch>(count.file_watches);
  snapshot.file_watch_pool.room =
      arena.array<char>(count.file_watches * kWatchedPath);
  Span<u32> sharing = arena.array<u32>(count.descriptors + 1);
  if (!snapshot.descriptors.data || !snapshot.locks.data ||
      !snapshot.descriptor_pool.room.data || !sharing.data) {
    why.set("no room for the table of ", count.descriptors, " descriptors");
    return false;
  }
  snapshot.contents.size = 0;
  Collector collector(snapshot, sharing, why);
  bool good = fd::each_descriptor([&](u64 number) {
    return collector.add(static_cast<int>(number));
  });
  collector.finish();
  if (!good && why.empty())
    why.set("cannot read ", fd::kOwnDescriptors);
  return good && read_pipes(snapshot, why) && read_sockets(snapshot, why) &&
         read_watches(snapshot, why) && read_file_watches(snapshot, why) &&
         read_masters(snapshot, why) && alone_with_contents(snapshot, why);
}

} // namespace ckpt
