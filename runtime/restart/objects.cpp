// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/objects.h"

#include "runtime/abi/shown_number.h"
#include "runtime/fd/owner.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

using image::FdKind;

constexpr int kAddSeals = 1033; // F_ADD_SEALS

void close_one(i32 &slot) {
  if (slot)
    sys::close(slot - 1).ignore();
  slot = 0;
}

// The only description of its object.
void hand_over(Made &made, int &fd) {
  fd = made.first - 1;
  made.first = 0;
}

// The description that made it, which others are still opened from.
bool copy_first(const Made &made, int &fd) {
  if (made.first - 1 >= sys::kKept)
    return false;
  SysResult copy = sys::fcntl(made.first - 1, F_DUPFD_CLOEXEC);
  if (copy.ok())
    fd = copy.fd();
  return copy.ok();
}

// Whether it is as what creates the file makes it, once.  A memfd's creator does
// not count as one that has it open for writing (leases).
bool is_of_creator(const image::Descriptor &d, Made &made) {
  constexpr u32 kNeverSet = O_DSYNC | O_SYNC; // by F_SETFL
  if (d.kind != FdKind::kMemfd)
    return is_first_of_temporary(d);
  bool first = !made.creator_used && (d.open_flags & O_ACCMODE) == O_RDWR &&
               !(d.open_flags & kNeverSet);
  made.creator_used = made.creator_used || first;
  return first;
}

// Another description of a file that has no name.
bool reopen(const image::Descriptor &d, Made &made, int &fd, Reason &why) {
  constexpr u32 kKept = O_ACCMODE | O_APPEND | O_DSYNC | O_SYNC | O_NOATIME |
                        O_LARGEFILE | fd::kAsync;
  Text<64> link;
  sys::name_link(made.first - 1, link);
  SysResult opened = sys::open(
      link.c_str(), static_cast<int>((d.open_flags & kKept) | O_CLOEXEC));
  if (opened.ok())
    fd = opened.fd();
  else
    why.set("the file of descriptor ", __ckpt_shown_number(d.number),
            " cannot be opened again (errno ", opened.error(),
            "); is /proc mounted?");
  return opened.ok();
}

bool damaged_object(const image::Descriptor &d, Reason &why) {
  why.set("the image is damaged: two descriptions have one object "
          "(descriptor ",
          __ckpt_shown_number(d.number), "); use another copy of it");
  return false;
}

bool make_epoll_set(int &fd, Reason &why) {
  SysResult made = sys::call(__NR_epoll_create1, O_CLOEXEC);
  if (made.ok())
    fd = made.fd();
  else
    why.set("no epoll set can be made (errno ", made.error(), ")");
  return made.ok();
}

} // namespace

bool Objects::makes(FdKind kind) {
  return kind == FdKind::kPipe || kind == FdKind::kEventfd ||
         kind == FdKind::kEpoll || kind == FdKind::kSignalfd ||
         kind == FdKind::kTimerfd || kind == FdKind::kMemfd ||
         kind == FdKind::kUnlinked || kind == FdKind::kSocket ||
         kind == FdKind::kInotify || kind == FdKind::kMaster ||
         kind == FdKind::kSlave || kind == FdKind::kSelf ||
         kind == FdKind::kQueue;
}

bool Objects::reserve(Arena &arena) {
  made_ = arena.array<Made>(image_.view.contents.size);
  return made_.data || image_.view.contents.empty();
}

bool Objects::make(const image::Descriptor &d, Text<8300> &path, Reason &why) {
  const image::Content &content = content_of(image_.view, d);
  Made &made = made_[d.content - 1];
  switch (d.kind) {
  case FdKind::kPipe:
    return make_pipe(image_, d, path, made, dry_, why);
  case FdKind::kEventfd:
    return make_counter(content, made, why);
  case FdKind::kSignalfd:
    return make_signalfd(content, made, why);
  case FdKind::kTimerfd:
    return make_timer(content, made, why);
  case FdKind::kMemfd:
    return make_memfd(image_, d, made, why);
  case FdKind::kUnlinked:
    return make_unlinked(image_, d, path, made, why);
  case FdKind::kInotify:
    return make_inotify(made, why);
  default:
    return make_socket(image_, d, made_, dry_, why);
  }
}

// Whichever of the two comes first: both are opened from the new master.
bool Objects::open_terminal(const image::Descriptor &d, int &fd, Reason &why) {
  bool slave = d.kind == FdKind::kSlave;
  u64 index = slave ? content_of(image_.view, d).value[0] - 1 : d.content - 1;
  Made &master = made_[index];
  int settled = -1; // where the master itself has gone
  for (const image::Descriptor &other : image_.view.descriptors) {
    if (other.content != index + 1)
      continue;
    if (!master.done && !make_master(image_, other, master, why))
      return false;
    master.done = true;
    settled = master.first      ? master.first - 1
              : master.in_place ? other.number
                                : -1;
    break;
  }
  if (slave)
    return settled >= 0 ? open_slave(d, settled, fd, why)
                        : damaged_object(d, why);
  if (master.in_place) {
    hand_over(master, fd);
    return fd >= 0 || damaged_object(d, why);
  }
  SysResult copy = sys::fcntl(master.first - 1, F_DUPFD_CLOEXEC);
  fd = copy.fd();
  if (!copy.ok())
    why.set("a terminal's master (descriptor ", __ckpt_shown_number(d.number),
            ") cannot be opened "
            "(errno ",
            copy.error(), ")");
  return copy.ok();
}

bool Objects::open(const image::Descriptor &d, Text<8300> &path, int &fd,
                   Reason &why) {
  if (d.kind == FdKind::kMaster || d.kind == FdKind::kSlave ||
      d.kind == FdKind::kSelf || d.kind == FdKind::kQueue ||
      d.kind == FdKind::kEpoll) {
    if (d.kind == FdKind::kEpoll   ? !make_epoll_set(fd, why)
        : d.kind == FdKind::kSelf  ? !make_process(d, fd, why)
        : d.kind == FdKind::kQueue ? !open_queue(image_.view, d, dry_, fd, why)
                                   : !open_terminal(d, fd, why))
      return false;
    sys::fcntl(fd, F_SETFL, d.open_flags & ~fd::kAsync).ignore();
    return true;
  }
  Made &made = made_[d.content - 1];
  if (d.kind == FdKind::kSocket && !connected_ &&
      !make_connections(image_, made_, dry_, why))
    return false;
  connected_ = connected_ || d.kind == FdKind::kSocket;
  if (!made.done && !make(d, path, why))
    return false;
  made.done = true;
  bool file = d.kind == FdKind::kMemfd || d.kind == FdKind::kUnlinked;
  if (d.kind == FdKind::kPipe) {
    if (!open_pipe_end(image_.view, d, path, made, dry_, fd, why))
      return false;
  } else if (file) {
    if (!(is_of_creator(d, made) && copy_first(made, fd)) &&
        !reopen(d, made, fd, why))
      return false;
  } else if (made.first) {
    hand_over(made, fd);
  } else {
    return damaged_object(d, why);
  }
  sys::fcntl(fd, F_SETFL, d.open_flags & ~fd::kAsync).ignore();
  return true;
}

bool Objects::fill_queues(Span<const int> fds, Reason &why) {
  bool good = dry_ || (connect_waiting(image_, fds, why) &&
                       send_flights(image_, {made_.data, made_.size}, fds, why) &&
                       send_datagrams(image_, fds, why));
  if (good && !dry_)
    remove_names(image_);
  for (Made &made : made_)
    close_one(made.sender);
  return good;
}

void Objects::close_unused() {
  for (Made &made : made_)
    close_ends(made);
}

void Objects::close_ends(Made &made) {
  close_one(made.first);
  close_one(made.second);
}

void Objects::close_finished(size_t next) {
  for (Made &made : made_)
    made.wanted = false;
  Span<const image::Descriptor> all = image_.view.descriptors;
  for (size_t i = next; i < all.size; ++i) {
    u64 index = all[i].content;
    if (!index || index > made_.size || all[i].shares >= 0)
      continue;
    made_[index - 1].wanted = true;
    // The master of a slave.
    u64 other = image_.view.contents[index - 1].value[0];
    if (all[i].kind == FdKind::kSlave && other && other <= made_.size)
      made_[other - 1].wanted = true;
  }
  for (Made &made : made_)
    if (!made.wanted)
      close_ends(made);
}

bool Objects::finish(Reason &why) {
  for (const image::Descriptor &d : image_.view.descriptors)
    if (d.kind == FdKind::kMemfd && d.shares < 0)
      sys::fcntl(d.number, kAddSeals, content_of(image_.view, d).value[0])
          .ignore();
  finish_terminals(image_.view);
  return fill_epoll_sets(image_.view, why);
}

// As late as can be: what remained is counted from here.
void Objects::start_timers() const {
  for (const image::Descriptor &d : image_.view.descriptors)
    if (d.kind == FdKind::kTimerfd && d.shares < 0)
      start_timer(d.number, content_of(image_.view, d));
}

bool read_frames(const ImageFile &image, size_t index, Span<u8> &bytes,
                 Reason &why) {
  u64 size = image.view.contents[index].size;
  bytes = {nullptr, size};
  if (!size)
    return true;
  SysResult at = sys::mmap(0, page_up(size), PROT_READ | PROT_WRITE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (!at.ok()) {
    why.set("no room for ", size, " bytes that a pipe or a socket held (errno ",
            at.error(), ")");
    return false;
  }
  bytes.data = reinterpret_cast<u8 *>(at.address());
  for (const image::ContentRun &run :
       runs_of(image.view.content_runs, index))
    if (!read_content_run(image, run, bytes.data + run.position, why)) {
      sys::munmap(at.address(), page_up(size)).ignore();
      return false;
    }
  return true;
}

} // namespace ckpt::restart
