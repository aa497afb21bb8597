// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// One descriptor while it is recorded; the kinds of descriptors share it.
// Phase: signal.  Errors: false, and `why` names the descriptor.
#pragma once
#include "runtime/ckpt/fd_provenance.h"
#include "runtime/ckpt/snapshot.h"
#include "runtime/image/decode.h"
#include "runtime/fd/describe.h"

namespace ckpt {

struct FdRecord {
  Snapshot &to;
  Reason &why;
  int number = -1;
  image::Descriptor d = {};
  struct stat st = {};
  Text<4200> link; // of /proc/thread-self/fd

  Text<4300> name() const {
    return to.flights.is_copy(number)
               ? Text<4300>("a descriptor that is on its way through a socket (",
                            link, ")")
               : fd::name_of(number);
  }
  bool refuse(StringView what) const {
    why.set(name(), " ", what);
    return false;
  }
  u32 type() const { return st.st_mode & fd::kTypeMask; }
  u32 access() const { return d.open_flags & O_ACCMODE; }

  bool add_path(StringView text) {
    d.path_size = static_cast<u32>(text.size);
    if (to.descriptor_pool.add(text, d.path))
      return true;
    why.set("the names of open files grew while they were read");
    return false;
  }
};

inline bool refuse_without_numbers(Reason &why) {
  why.set("every descriptor is in use (ulimit -n), and no process can be made "
          "that has others (ulimit -u)");
  return false;
}

// A content of this file (by device and inode), new or known; sets d.content.
bool add_content(FdRecord &record, image::FdKind kind, bool &is_new);
// One that no other description has.
bool add_own_content(FdRecord &record, image::FdKind kind);
inline image::Content &content_of(FdRecord &record) {
  return record.to.contents[record.d.content - 1];
}

// fd_files.cpp
bool record_regular(FdRecord &record, const Provenance &from, bool locked);
bool record_directory(FdRecord &record);
bool record_path_only(FdRecord &record);

// fd_pipes.cpp: the descriptor; later, when all are known, what they hold.
bool record_pipe(FdRecord &record);
bool read_pipes(Snapshot &snapshot, Reason &why);

// Whether a read would not wait.
bool is_readable(int number);

// fd_objects.cpp: eventfd, timerfd, signalfd, epoll; later what is watched.
bool record_object(FdRecord &record);
bool read_watches(Snapshot &snapshot, Reason &why);
u64 count_watches(int number); // of an epoll set

// fd_named_objects.cpp: found again by a name or a number.
bool is_queue(const FdRecord &record);
bool record_queue(FdRecord &record);
bool record_process(FdRecord &record);

// fd_terminals.cpp: the master; later its slaves, and what both hold.
bool record_master(FdRecord &record);
bool read_masters(Snapshot &snapshot, Reason &why);
inline constexpr u64 kTerminalRoom = 1536 << 10;

// fd_inotify.cpp: the descriptor; later, when all are known, what it watches.
bool record_inotify(FdRecord &record);
bool read_file_watches(Snapshot &snapshot, Reason &why);
u64 count_file_watches(int number);

// fd_outside.cpp: false if another process has one of the pipes and sockets.
bool alone_with_contents(const Snapshot &snapshot, Reason &why);

// fd_sockets.cpp
bool record_socket(FdRecord &record);
u64 socket_room(int number); // for its frames
u64 unsent_by(int number);   // fd_tcp.cpp: room that its other end may need
bool read_sockets(Snapshot &snapshot, Reason &why);

} // namespace ckpt
