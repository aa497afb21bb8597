// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connections that were not accepted are made again, in the order in which they
// waited, when all that listens does so.
#include <asm/errno.h>
#include <asm/poll.h>

#include "runtime/ckpt/report.h"
#include "runtime/restart/socket_saved.h"
#include "runtime/sys/keeper.h"

namespace ckpt::restart {

namespace {

constexpr u64 kLongest = 10000; // in milliseconds, for one to be made
constexpr u64 kMostStrangers = 64;

class Queues {
public:
  Queues(const ImageFile &image, Span<const int> fds, Reason &why)
      : image_(image), fds_(fds), why_(why) {}

  bool make() {
    Span<const image::Waiting> all = image_.view.waiting;
    for (size_t i = 0, end; i < all.size; i = end) {
      end = i;
      while (end < all.size && all[end].listener == all[i].listener)
        ++end;
      if (!make_queue({all.data + i, end - i}))
        return false;
    }
    return true;
  }

private:
  // Some may have been there before fewer were let in, and strangers may come.
  bool make_queue(Span<const image::Waiting> queue) {
    int listener = fd_of(queue[0].listener);
    u64 backlog = image_.view.contents[queue[0].listener].value[3];
    sys::call(__NR_listen, listener, backlog + queue.size + kMostStrangers)
        .ignore();
    bool good = listener >= 0;
    for (size_t i = 0; good && i < queue.size; ++i)
      good = connect(queue[i].client);
    sys::call(__NR_listen, listener, backlog).ignore();
    if (!good && why_.empty())
      why_.set("a connection that waited to be accepted cannot be made again "
               "(errno ", error_, ")");
    return good;
  }

  int fd_of(u32 content) const {
    return fd_of_content(image_.view, fds_, content);
  }

  bool connect(u32 index) {
    int fd = fd_of(index);
    const image::Content &content = image_.view.contents[index];
    Saved saved;
    if (fd < 0 || !read_saved(image_, index, saved, why_) || !saved.other.size)
      return false;
    bool tcp = content.value[0] != fd::kUnix;
    if (tcp && !take_name(fd, saved.own))
      return false;
    if (!wait_for(fd, sys::call(__NR_connect, fd, saved.other.name,
                                saved.other.size)))
      return false;
    shut(fd, content.flags);
    return true;
  }

  // A program that does not wait for it is not waited for by the kernel either.
  bool wait_for(int fd, SysResult connected) {
    short found = 0;
    u32 error = 0;
    if (connected.error() == EINPROGRESS) {
      sys::poll_one(fd, POLLOUT, kLongest, found).ignore();
      bool told = found && fd::get_number(fd, SO_ERROR, error);
      error_ = told ? static_cast<int>(error) : ETIMEDOUT;
      return told && !error;
    }
    error_ = connected.error();
    return connected.ok();
  }

  // The port may be somebody else's by now.
  bool take_name(int fd, Address name) {
    u32 before = 0, yes = 1;
    fd::get_number(fd, SO_REUSEADDR, before);
    fd::set_option(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes).ignore();
    SysResult bound = sys::call(__NR_bind, fd, name.name, name.size);
    if (bound.error() == EADDRINUSE) {
      forget_port(name);
      bound = sys::call(__NR_bind, fd, name.name, name.size);
      if (bound.ok())
        notice("a connection within the program has other names (ports) than "
               "at the checkpoint");
    }
    fd::set_option(fd, SOL_SOCKET, SO_REUSEADDR, &before, sizeof before)
        .ignore();
    error_ = bound.error();
    return bound.ok();
  }

  const ImageFile &image_;
  Span<const int> fds_;
  Reason &why_;
  int error_ = 0;
};

} // namespace

bool connect_waiting(const ImageFile &image, Span<const int> fds, Reason &why) {
  return Queues(image, fds, why).make();
}

} // namespace ckpt::restart
