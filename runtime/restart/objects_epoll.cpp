// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What epoll sets watch, and what they have told already.
#include <asm/errno.h>
#include <linux/eventpoll.h>

#include "runtime/abi/shown_number.h"
#include "runtime/fd/child.h"
#include "runtime/fd/socket.h"
#include "runtime/image/decode.h"
#include "runtime/restart/objects.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u32 kAnyEvent = EPOLLIN | EPOLLOUT | EPOLLPRI | EPOLLRDHUP |
                          EPOLLRDNORM | EPOLLWRNORM | EPOLLRDBAND |
                          EPOLLWRBAND | EPOLLMSG | EPOLLERR | EPOLLHUP;
constexpr int kMostEvents = 64; // that one look takes

SysResult control(int set, int what, int target, u32 events, u64 data) {
  struct epoll_event event = {events, data};
  return sys::call(__NR_epoll_ctl, set, what, target, &event);
}

int look(int set, struct epoll_event *events, int most) {
  __kernel_timespec none = {};
  return static_cast<int>(sys::call(__NR_epoll_pwait2, set, events, most, &none,
                                    nullptr, 8)
                              .value());
}

bool add_here(const image::Watch &watch, Reason &why) {
  SysResult added = control(watch.number, EPOLL_CTL_ADD, watch.target,
                            watch.events, watch.data);
  if (!added.ok())
    why.set("descriptor ", __ckpt_shown_number(watch.target),
            " cannot be watched again by the epoll set ",
            __ckpt_shown_number(watch.number), " (errno ", added.error(), ")");
  return added.ok();
}

// In a table of its own, where that file is not missed.
bool add_in_child(const image::Watch &watch, Reason &why) {
  bool added = false;
  bool made = fd::in_child([&] {
    added = sys::dup3(watch.via, watch.target, O_CLOEXEC).ok() &&
            add_here(watch, why);
  });
  if (!made || (!added && why.empty()))
    why.set("descriptor ", __ckpt_shown_number(watch.target),
            " cannot be watched again by the epoll set ",
            __ckpt_shown_number(watch.number), " under its old number: no other is free "
            "(ulimit -n), and no process can be made that has one (ulimit -u)");
  return added;
}

// It was added under a number that is closed or another file's now: that file
// steps aside for a moment.
bool add_under_old_number(const image::Watch &watch, Reason &why) {
  SysResult aside = sys::fcntl(watch.target, F_DUPFD_CLOEXEC);
  if (aside.error() == EMFILE)
    return add_in_child(watch, why);
  SysResult flags = sys::fcntl(watch.target, F_GETFD);
  SysResult there = sys::dup3(watch.via, watch.target, O_CLOEXEC);
  if (!there.ok()) {
    why.set("descriptor ", __ckpt_shown_number(watch.target),
            " cannot be used here (errno ",
            there.error(), "); raise the limit of open files (ulimit -n)");
    return false;
  }
  bool added = add_here(watch, why);
  if (!aside.ok()) {
    sys::close(watch.target).ignore();
    return added;
  }
  sys::dup3(aside.fd(), watch.target,
            flags.value() & FD_CLOEXEC ? O_CLOEXEC : 0)
      .ignore();
  sys::close(aside.fd()).ignore();
  return added;
}

// A descriptor of a content that may read or write; -1: none.
int descriptor_of(const image::View &view, u64 content, u32 not_access) {
  for (const image::Descriptor &d : view.descriptors)
    if (d.content == content && (d.open_flags & O_ACCMODE) != not_access)
      return d.number;
  return -1;
}

constexpr int kSetSize = 1031; // F_SETPIPE_SZ

// Files that are ready for nothing are made ready for a moment.
class Nudge {
public:
  Nudge(const image::View &view, int number) : view_(view), number_(number) {
    const image::Descriptor *d =
        image::find_descriptor(view.descriptors, number);
    if (!d || !d->content)
      return;
    const image::Content &content = view.contents[d->content - 1];
    if (d->kind == image::FdKind::kPipe)
      (d->open_flags & O_ACCMODE) == O_WRONLY ? widen(content.value[0])
                                              : write_into(d->content);
    else if (d->kind == image::FdKind::kSocket &&
             content.flags & image::kListening)
      call();
    else if (d->kind == image::FdKind::kSocket && content.value[3])
      send_from(descriptor_of(view, content.value[3], ~u32{0}));
  }
  ~Nudge() {
    u8 byte;
    if (takes_back_)
      sys::read(number_, &byte, 1).ignore();
    if (capacity_)
      sys::fcntl(number_, kSetSize, capacity_).ignore();
    for (int fd : own_)
      if (fd >= 0)
        sys::close(fd).ignore();
  }

  // What it has made must be gone before somebody else sees it.
  void accept() {
    if (!calls_)
      return;
    SysResult taken = sys::call(__NR_accept4, number_, nullptr, nullptr,
                                O_CLOEXEC | O_NONBLOCK);
    own_[1] = taken.ok() ? taken.fd() : -1;
  }

private:
  // A pipe that is full takes more.
  void widen(u64 capacity) {
    if (sys::fcntl(number_, kSetSize, 2 * capacity).ok())
      capacity_ = capacity;
  }
  void write_into(u64 content) {
    int writer = descriptor_of(view_, content, O_RDONLY);
    takes_back_ = writer >= 0 && sys::write(writer, "", 1).value() == 1;
  }
  void send_from(int other) {
    takes_back_ = other >= 0 &&
                  sys::call(__NR_sendto, other, "", 1,
                            fd::kDontWait | fd::kNoSignal, nullptr, 0)
                          .value() == 1;
  }
  // A connection that ends at once.
  void call() {
    u8 name[fd::kLongestAddress];
    u32 size = sizeof name, type = 0, protocol = 0, reset[2] = {1, 0};
    u16 family = 0;
    fd::get_number(number_, SO_TYPE, type);
    fd::get_number(number_, SO_PROTOCOL, protocol);
    if (!sys::call(__NR_getsockname, number_, name, &size).ok())
      return;
    memcpy(&family, name, sizeof family);
    SysResult made = sys::call(__NR_socket, family,
                               type | u32{O_CLOEXEC | O_NONBLOCK}, protocol);
    if (!made.ok())
      return;
    own_[0] = made.fd();
    fd::set_option(own_[0], SOL_SOCKET, SO_LINGER, reset, sizeof reset)
        .ignore();
    calls_ = sys::call(__NR_connect, own_[0], name, size).ok();
  }

private:
  const image::View &view_;
  int number_;
  bool takes_back_ = false, calls_ = false;
  u64 capacity_ = 0; // that it had before
  int own_[2] = {-1, -1};
};

bool fire(int set, const image::Watch &watch) {
  struct epoll_event event;
  u32 events = (watch.events | kAnyEvent) & ~u32{EPOLLET};
  return control(set, EPOLL_CTL_MOD, watch.target, events, watch.data).ok() &&
         look(set, &event, 1) == 1;
}

// One that has fired (EPOLLONESHOT) is asked for nothing.  The kernel adds
// errors and hang-ups to whatever is added, so it is let fire, alone in its
// set, with anything that the file is ready for.  A terminal that is ready for
// nothing stays watched for an error or hang-up.
void disarm(const image::View &view, const image::Watch &watch) {
  if (fire(watch.number, watch))
    return;
  Nudge nudge(view, watch.target);
  bool fired = fire(watch.number, watch);
  nudge.accept();
  if (!fired)
    control(watch.number, EPOLL_CTL_MOD, watch.target,
            watch.events & ~kAnyEvent, watch.data)
        .ignore();
}

// Whether a file is as ready as it was at the checkpoint, whatever happened in
// the world since.
bool is_inside(const image::View &view, int number) {
  const image::Descriptor *d = image::find_descriptor(view.descriptors, number);
  if (!d || !d->content)
    return false;
  const image::Content &content = view.contents[d->content - 1];
  return d->kind == image::FdKind::kPipe || d->kind == image::FdKind::kEventfd ||
         (d->kind == image::FdKind::kSocket &&
          !(content.flags & image::kListening) &&
          (content.value[3] || content.flags & image::kPeerGone));
}

void ask_again(const image::Watch &watch) {
  // Those are not modified.
  bool exclusive = watch.events & EPOLLEXCLUSIVE;
  if (exclusive)
    control(watch.number, EPOLL_CTL_DEL, watch.target, 0, 0).ignore();
  control(watch.number, exclusive ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, watch.target,
          watch.events, watch.data)
      .ignore();
}

// A set that had nothing to tell at the checkpoint has told what its files were
// ready for (EPOLLET), and does not again.  What may be news is asked for anew.
void quieten(const image::View &view, int set) {
  size_t watched = 0;
  for (const image::Watch &watch : view.watches)
    watched += watch.number == set;
  for (size_t i = 0; i <= watched / kMostEvents; ++i) {
    struct epoll_event told[kMostEvents];
    int count = look(set, told, kMostEvents);
    for (int e = 0; e < count; ++e)
      for (const image::Watch &watch : view.watches)
        if (watch.number == set && watch.data == told[e].data &&
            !is_inside(view, watch.via) && watch.events & kAnyEvent)
          ask_again(watch);
    if (count < kMostEvents)
      return;
  }
}

} // namespace

// The sets are filled one by one, those that have fired first: each is alone in
// its set then.
bool fill_epoll_sets(const image::View &view, Reason &why) {
  for (int armed = 0; armed <= 1; ++armed)
    for (const image::Watch &watch : view.watches) {
      bool fired = !(watch.events & kAnyEvent);
      if (fired == (armed == 1))
        continue;
      if (watch.target == watch.via ? !add_here(watch, why)
                                    : !add_under_old_number(watch, why))
        return false;
      if (fired && watch.target == watch.via)
        disarm(view, watch);
    }
  for (const image::Descriptor &d : view.descriptors)
    if (d.kind == image::FdKind::kEpoll && d.shares < 0 &&
        d.flags & image::kQuiet)
      quieten(view, d.number);
  return true;
}

} // namespace ckpt::restart
