// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Connections that were made and not accepted yet.  Their other ends have no
// descriptor, so nobody can look into them: only a connection that nothing was
// sent through comes back.  To accept one, look and put it back is not possible:
// a local socket that is connected can never be connected again.
#include <asm/errno.h>
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/tcp.h>

#include "runtime/ckpt/fd_sockets.h"
#include "runtime/fd/faults.h"
#include "runtime/fd/unix_sockets.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr size_t kMostLocal = 1024; // more than the kernel tells

// A port, and an address as IPv6 has it.
struct Place {
  u16 port;
  u8 address[16];
};

Place place_of(const fd::SocketName &name) {
  constexpr u64 kOldAddress = 12; // ::ffff:127.0.0.1
  Place place = {};
  sockaddr_in in;
  sockaddr_in6 in6;
  u16 family = 0;
  memcpy(&family, name.bytes, sizeof family);
  if (family == fd::kInet6) {
    memcpy(&in6, name.bytes, sizeof in6);
    place.port = in6.sin6_port;
    memcpy(place.address, &in6.sin6_addr, sizeof place.address);
  } else {
    memcpy(&in, name.bytes, sizeof in);
    place.port = in.sin_port;
    place.address[10] = place.address[11] = 0xff;
    memcpy(place.address + kOldAddress, &in.sin_addr, sizeof in.sin_addr);
  }
  return place;
}

constexpr Place kAny = {}; // ::
constexpr Place kAnyOld = {
    0, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0}}; // 0.0.0.0

bool same_address(const Place &a, const Place &b, size_t size = 16) {
  return memcmp(a.address, b.address, size) == 0;
}

// How well a socket that listens fits who connects to `wanted`: the kernel takes
// the one that fits best.  0: not at all.
int fit(const Place &wanted, const Place &listener) {
  constexpr size_t kMark = 12; // of an address of IPv4
  bool old = same_address(wanted, kAnyOld, kMark);
  if (wanted.port != listener.port)
    return 0;
  if (same_address(wanted, listener))
    return 3;
  if (same_address(listener, kAnyOld))
    return old ? 2 : 0;
  return !same_address(listener, kAny) ? 0 : old ? 1 : 2;
}

class Queues {
public:
  Queues(Snapshot &snapshot, Reason &why) : to_(snapshot), why_(why) {}

  bool settle() {
    for (size_t i = 0; i < to_.contents.size; ++i)
      if (is_socket(i) && to_.contents[i].flags & image::kListening &&
          to_.sources[i].waiting &&
          !(is_local(i) ? add_local(i) : add_tcp(i)))
        return false;
    to_.waiting.size = count_;
    for (size_t i = 0; i < to_.contents.size; ++i)
      if (waits(i))
        return refuse(i, is_local(i) ? fd::connected_fault()
                                     : fd::not_accepted_fault());
    return true;
  }

private:
  bool is_socket(size_t i) const {
    return to_.contents[i].kind == image::FdKind::kSocket;
  }
  bool is_local(size_t i) const {
    return to_.contents[i].value[0] == fd::kUnix;
  }
  // In a queue that was not found yet.
  bool waits(size_t i) const {
    return is_socket(i) && to_.contents[i].flags & image::kWaits &&
           !to_.contents[i].value[3];
  }

  bool refuse(size_t index, StringView what) {
    state.obstacle_may_pass = true;
    why_.set(fd::name_of(to_.sources[index].reader()), " ", what);
    return false;
  }

  bool add(size_t listener, size_t client) {
    image::Content &content = to_.contents[client];
    if (to_.sources[client].waiting)
      return refuse(client, "is a socket that has sent data, and whose "
                            "connection was not accepted yet");
    if (count_ == to_.waiting.size)
      return refuse(listener, fd::not_accepted_fault());
    content.flags = (content.flags & ~u32{image::kPeerGone}) | image::kWaits;
    to_.waiting[count_] = {static_cast<u32>(listener),
                           static_cast<u32>(client)};
    content.value[3] = ++count_;
    return true;
  }

  // The kernel tells who they are, in their order.
  bool add_local(size_t listener) {
    u32 inodes[kMostLocal];
    size_t count = 0;
    if (to_.contents[listener].flags & image::kNameGone ||
        !fd::ask_unix_queue(to_.sources[listener].inode,
                            {inodes, kMostLocal}, count))
      return refuse(listener, fd::not_accepted_fault());
    for (size_t i = 0; i < count; ++i) {
      size_t client = find_local(inodes[i]);
      if (client == to_.contents.size)
        return refuse(listener, fd::not_accepted_fault());
      if (!add(listener, client))
        return false;
    }
    return true;
  }

  size_t find_local(u32 inode) const {
    size_t i = 0;
    while (i < to_.contents.size &&
           !(inode && is_socket(i) && is_local(i) &&
             static_cast<u32>(to_.sources[i].inode) == inode))
      ++i;
    return i;
  }

  // Here it tells how many there are.
  bool add_tcp(size_t listener) {
    fd::SocketName own;
    if (!get_name(to_.sources[listener].reader(), __NR_getsockname, own))
      return refuse(listener, fd::not_accepted_fault());
    Place place = place_of(own);
    size_t first = count_;
    for (size_t i = 0; i < to_.contents.size; ++i) {
      fd::SocketName peer;
      if (waits(i) && !is_local(i) &&
          get_name(to_.sources[i].reader(), __NR_getpeername, peer) &&
          fit(place_of(peer), place) &&
          is_best(listener, fit(place_of(peer), place), place_of(peer)) &&
          !add(listener, i))
        return false;
    }
    if (count_ - first != to_.sources[listener].waiting)
      return refuse(listener, fd::not_accepted_fault());
    sort_by_age(first);
    return true;
  }

  // Of two that fit equally well (SO_REUSEPORT) nobody tells which it is.
  bool is_best(size_t listener, int fits, const Place &wanted) const {
    for (size_t i = 0; i < to_.contents.size; ++i) {
      fd::SocketName name;
      if (i != listener && is_socket(i) && !is_local(i) &&
          to_.contents[i].flags & image::kListening &&
          get_name(to_.sources[i].reader(), __NR_getsockname, name) &&
          fit(wanted, place_of(name)) >= fits)
        return false;
    }
    return true;
  }

  // Nothing has been received since the connection was made.  Its age is told in
  // ticks of the kernel; within one the order is that of the descriptors.
  void sort_by_age(size_t first) {
    constexpr u32 kTries = 1000;
    u32 before = 0, after = 1;
    for (u32 i = 0; i < kTries && before != after; ++i) {
      before = age_of(first);
      for (size_t j = first; j < count_; ++j)
        to_.sources[to_.waiting[j].client].waiting = age_of(j);
      after = age_of(first);
    }
    for (size_t i = first + 1; i < count_; ++i)
      for (size_t j = i; j > first && age(j) > age(j - 1); --j) {
        image::Waiting other = to_.waiting[j];
        to_.waiting[j] = to_.waiting[j - 1];
        to_.waiting[j - 1] = other;
      }
    for (size_t i = first; i < count_; ++i)
      to_.contents[to_.waiting[i].client].value[3] = i + 1;
  }
  u32 age(size_t i) const {
    return to_.sources[to_.waiting[i].client].waiting;
  }
  u32 age_of(size_t i) const {
    struct tcp_info info = {};
    u32 size = sizeof info;
    fd::get_option(to_.sources[to_.waiting[i].client].reader(), fd::kLevelTcp,
                   TCP_INFO, &info, size)
        .ignore();
    return info.tcpi_last_data_recv;
  }

  Snapshot &to_;
  Reason &why_;
  size_t count_ = 0;
};

} // namespace

bool settle_accept_queues(Snapshot &snapshot, Reason &why) {
  return Queues(snapshot, why).settle();
}

} // namespace ckpt
