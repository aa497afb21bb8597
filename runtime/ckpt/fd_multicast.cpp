// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Multicast groups that a socket has joined: all groups that anybody has joined
// on an interface are tried.
#include <asm/errno.h>
#include <linux/in.h>
#include <linux/in6.h>

#include "runtime/ckpt/fd_sockets.h"
#include "runtime/fd/multicast.h"
#include "runtime/proc/number.h"
#include "runtime/proc/read_file.h"

namespace ckpt {

namespace {

constexpr u32 kExclude = 0; // MCAST_EXCLUDE: all but some sources, linux/in.h

class GroupReader {
public:
  GroupReader(FdRecord &record, u32 domain, image::FrameWriter &out)
      : record_(record), domain_(domain), out_(out) {}

  bool read() {
    bool old = domain_ == fd::kInet;
    Reason unread; // a kernel without the protocol has no such file
    bool read = proc::each_line(
        old ? "/proc/thread-self/net/igmp" : "/proc/thread-self/net/igmp6",
        unread,
        [&](StringView line) { return old ? line_of_igmp(line)
                                          : line_of_igmp6(line); });
    return read || record_.why.empty();
  }

private:
  // 1 lo        :     1      V3    and then    010000E0     1 0:00000000  0
  bool line_of_igmp(StringView line) {
    StringView rest = line;
    u32 address = 0;
    if (proc::take_dec(rest, interface_)) {
      proc::skip_blanks(rest);
      name_ = proc::take_word(rest);
      set_name();
      return true;
    }
    proc::skip_blanks(rest);
    if (!proc::take_hex(rest, address))
      return true; // the heading
    sockaddr_in in = {};
    in.sin_family = fd::kInet;
    in.sin_addr.s_addr = address;
    return try_group({reinterpret_cast<u8 *>(&in), sizeof in});
  }

  // 1    lo              ff020000000000000000000000000001     1 0000000C 0
  bool line_of_igmp6(StringView line) {
    if (!proc::take_dec(line, interface_))
      return true;
    proc::skip_blanks(line);
    name_ = proc::take_word(line);
    set_name();
    proc::skip_blanks(line);
    StringView digits = proc::take_word(line);
    sockaddr_in6 in = {};
    in.sin6_family = fd::kInet6;
    u8 *address = reinterpret_cast<u8 *>(&in.sin6_addr);
    for (size_t i = 0; digits.size == 32 && i < 16; ++i) {
      StringView two = digits.drop(2 * i).take(2);
      u32 byte = 0;
      if (!proc::take_hex(two, byte))
        return true;
      address[i] = static_cast<u8>(byte);
    }
    return try_group({reinterpret_cast<u8 *>(&in), sizeof in});
  }

  void set_name() {
    group_ = {};
    for (size_t i = 0; i < name_.size && i + 1 < sizeof group_.interface &&
                       name_[i] != ':'; ++i)
      group_.interface[i] = name_[i];
  }

  bool try_group(Bytes address) {
    fd::GroupFilter filter = {};
    filter.request.interface = interface_;
    __builtin_memcpy(filter.request.group, address.data, address.size);
    u32 size = sizeof filter;
    SysResult got = fd::get_option(
        record_.number, domain_ == fd::kInet ? fd::kLevelIp : fd::kLevelIpv6,
        fd::kGroupFilter, &filter, size);
    if (!got.ok())
      return true; // no member
    if (filter.mode != kExclude || filter.sources)
      return refuse(record_, "is a socket that takes a multicast group "
                                     "from some sources only");
    __builtin_memcpy(group_.address, address.data, address.size);
    return out_.add(image::FrameKind::kGroup,
                    {reinterpret_cast<const u8 *>(&group_), sizeof group_});
  }

  FdRecord &record_;
  u32 domain_;
  image::FrameWriter &out_;
  u32 interface_ = 0;
  StringView name_;
  image::Group group_ = {};
};

} // namespace

bool add_groups(FdRecord &record, u32 domain, image::FrameWriter &out) {
  return (domain != fd::kInet && domain != fd::kInet6) ||
         GroupReader(record, domain, out).read();
}

} // namespace ckpt
