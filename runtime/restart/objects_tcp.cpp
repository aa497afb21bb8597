// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// TCP connections that have both ends here: a new one between the same names,
// made before anything listens, and what waited is sent through it.
#include <asm/errno.h>
#include <linux/in.h>
#include <linux/in6.h>

#include "runtime/ckpt/report.h"
#include "runtime/fd/receive_room.h"
#include "runtime/restart/socket_saved.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u32 kMostStrangers = 64;

struct End {
  const image::Content *content;
  Address name;
};

void reuse(int fd) {
  u32 yes = 1;
  fd::set_option(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes).ignore();
}

// `other`: the domain of the other end.
Address loopback(u64 domain, u64 other) {
  Address name = {};
  sockaddr_in in = {};
  sockaddr_in6 in6 = {};
  in.sin_family = fd::kInet;
  in.sin_addr.s_addr = __builtin_bswap32(INADDR_LOOPBACK);
  in6.sin6_family = fd::kInet6;
  in6.sin6_addr.in6_u.u6_addr8[15] = 1;
  if (other == fd::kInet) {
    in6.sin6_addr.in6_u.u6_addr16[5] = 0xffff;
    in6.sin6_addr.in6_u.u6_addr32[3] = in.sin_addr.s_addr;
  }
  bool old = domain == fd::kInet;
  name.size = old ? sizeof in : sizeof in6;
  memcpy(name.name, old ? static_cast<void *>(&in) : &in6, name.size);
  return name;
}

bool is_same_name(int fd, const Address &wanted) {
  u8 name[fd::kLongestAddress] = {};
  u32 size = sizeof name;
  return sys::call(__NR_getsockname, fd, name, &size).ok() &&
         size == wanted.size && memcmp(name, wanted.name, size) == 0;
}

class Connection {
public:
  ~Connection() {
    close(listener_);
    if (!done_) {
      close(server_);
      close(client_);
    }
  }
  // `to` gets the connection that `from` makes.
  bool make(const End &from, const End &to) {
    SysResult made = new_socket(*to.content);
    listener_ = made.ok() ? made.fd() : -1;
    made = new_socket(*from.content);
    client_ = made.ok() ? made.fd() : -1;
    if (listener_ < 0 || client_ < 0)
      return failed(made);
    if (from.content->value[0] != to.content->value[0])
      accept_both(from.content->value[0] == fd::kInet6 ? client_ : listener_);
    reuse(listener_);
    reuse(client_);
    return take(listener_, to.name) && take(client_, from.name) &&
           good(sys::call(__NR_listen, listener_, 1)) && connect(from) &&
           accept();
  }
  int server() const { return server_; }
  int client() const { return client_; }
  int error() const { return error_; }
  void keep() { done_ = true; }

private:
  static void close(int &fd) {
    if (fd >= 0)
      sys::close(fd).ignore();
    fd = -1;
  }
  bool failed(SysResult why) {
    error_ = why.error();
    return false;
  }
  bool good(SysResult result) { return result.ok() || failed(result); }
  bool take(int fd, const Address &name) {
    return good(sys::call(__NR_bind, fd, name.name, name.size));
  }
  // An IPv6 socket's name may be an IPv4 one's in disguise.
  static void accept_both(int fd) {
    u32 no = 0;
    fd::set_option(fd, fd::kLevelIpv6, 26 /* IPV6_V6ONLY */, &no, sizeof no)
        .ignore();
  }
  bool connect(const End &from) {
    Address name = {};
    name.size = fd::kLongestAddress;
    if (!good(sys::call(__NR_getsockname, listener_, name.name, &name.size)))
      return false;
    u16 family = 0;
    memcpy(&family, name.name, sizeof family);
    if (family != from.content->value[0])
      name = translated(name, family == fd::kInet);
    return good(sys::call(__NR_connect, client_, name.name, name.size));
  }
  static Address translated(const Address &name, bool to_new) {
    sockaddr_in in = {};
    sockaddr_in6 in6 = {};
    Address out = {};
    if (to_new) {
      memcpy(&in, name.name, sizeof in);
      in6.sin6_family = fd::kInet6;
      in6.sin6_port = in.sin_port;
      in6.sin6_addr.in6_u.u6_addr16[5] = 0xffff;
      in6.sin6_addr.in6_u.u6_addr32[3] = in.sin_addr.s_addr;
    } else {
      memcpy(&in6, name.name, sizeof in6);
      in.sin_family = fd::kInet;
      in.sin_port = in6.sin6_port;
      in.sin_addr.s_addr = in6.sin6_addr.in6_u.u6_addr32[3];
    }
    out.size = to_new ? sizeof in6 : sizeof in;
    memcpy(out.name, to_new ? static_cast<void *>(&in6) : &in, out.size);
    return out;
  }
  // A stranger that knows the port may be there first; it finds nobody.
  bool accept() {
    for (u32 i = 0; i < kMostStrangers; ++i) {
      u8 other[fd::kLongestAddress] = {};
      u32 size = sizeof other;
      SysResult taken =
          sys::call(__NR_accept4, listener_, other, &size, O_CLOEXEC);
      if (!taken.ok())
        return failed(taken);
      server_ = taken.fd();
      if (port_of(other) == own_port(client_))
        return true;
      close(server_);
    }
    return false;
  }
  static u16 port_of(const u8 *name) {
    u16 port;
    memcpy(&port, name + __builtin_offsetof(sockaddr_in, sin_port),
           sizeof port);
    return port;
  }
  static u16 own_port(int fd) {
    u8 name[fd::kLongestAddress] = {};
    u32 size = sizeof name;
    sys::call(__NR_getsockname, fd, name, &size).ignore();
    return port_of(name);
  }

  int listener_ = -1, server_ = -1, client_ = -1, error_ = 0;
  bool done_ = false;
};

// The two numbers of a connection between the ends, by the first way that works:
// the same names, whichever of the two asks (what is left of the connection of
// the job's first life is in the way of one of them), another port, and where
// the machine has not that address, another one.  `dry`: the job itself has the
// names.
bool connect_ends(End a, End b, bool dry, int ends[2], Reason &why) {
  int error = 0;
  for (int way = dry ? 3 : 0; way < 4; ++way) {
    if (way == 2)
      forget_port(a.name);
    if (way == 3) {
      u64 one = a.content->value[0], other = b.content->value[0];
      a.name = loopback(one, other);
      b.name = loopback(other, one);
    }
    bool swap = way == 1;
    Connection connection;
    if (connection.make(swap ? b : a, swap ? a : b)) {
      ends[0] = swap ? connection.server() : connection.client();
      ends[1] = swap ? connection.client() : connection.server();
      connection.keep();
      return true;
    }
    error = connection.error();
  }
  why.set("a connection between two sockets of the program cannot be made again "
          "(errno ", error, ")");
  return false;
}

u32 room_for(const Saved &saved) {
  constexpr u64 kMost = 16 << 20;
  return static_cast<u32>(min(saved.bytes.size, kMost));
}

} // namespace

bool make_connection(const ImageFile &image, size_t index, Span<Made> all,
                     bool dry, Reason &why) {
  const image::Content &content = image.view.contents[index];
  bool gone = content.flags & image::kPeerGone;
  size_t other = gone ? index : content.value[3] - 1;
  const image::Content &peer = image.view.contents[other];
  Saved here, there;
  if (!read_saved(image, index, here, why) ||
      (!gone && !read_saved(image, other, there, why)))
    return false;
  if (!here.own.size)
    here.own = loopback(content.value[0], content.value[0]);
  End a = {&content, here.own};
  End b = {&peer, gone && here.other.size ? here.other
                  : gone                  ? loopback(peer.value[0], peer.value[0])
                                          : there.own};
  int ends[2];
  if (!connect_ends(a, b, dry, ends, why))
    return false;
  if (!gone && !dry && !(is_same_name(ends[0], a.name) && is_same_name(ends[1], b.name)))
    notice("a connection within the program has other names (ports) than at the "
           "checkpoint");
  bool good = false;
  {
    fd::ReceiveRoom one(ends[0], room_for(here)), two(ends[1], room_for(there));
    good = send_messages(ends[1], here, true, why) &&
           (gone || send_messages(ends[0], there, true, why));
    one.tell();
    two.tell();
  }
  set_options(ends[0], here, OptionsOf::kConnected);
  shut(ends[0], content.flags);
  all[index].first = ends[0] + 1;
  if (gone) {
    sys::close(ends[1]).ignore();
    return good;
  }
  set_options(ends[1], there, OptionsOf::kConnected);
  shut(ends[1], peer.flags);
  all[other].first = ends[1] + 1;
  all[other].done = true;
  return good;
}

} // namespace ckpt::restart
