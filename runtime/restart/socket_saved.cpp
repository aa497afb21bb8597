// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/socket_saved.h"

#include <asm/errno.h>
#include <linux/in.h>
#include <linux/netlink.h>

#include "runtime/fd/multicast.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u32 kMemberships = NETLINK_LIST_MEMBERSHIPS;

const fd::SocketOption *find_option(const image::OptionView &option) {
  for (const fd::SocketOption &known : fd::kSocketOptions)
    if (known.level == option.level && known.name == option.name &&
        option.value.size <= fd::kLongestOption)
      return &known;
  return nullptr;
}

// Bit by bit, groups from 1 on.
void join_netlink_groups(int fd, Bytes bits) {
  for (u32 i = 0; i < 8 * bits.size; ++i) {
    u32 group = i + 1;
    if (bits[i / 8] & (1 << i % 8))
      fd::set_option(fd, fd::kLevelNetlink, NETLINK_ADD_MEMBERSHIP, &group,
                     sizeof group)
          .ignore();
  }
}

// Of the route that packets take, or a buffer's present state.
bool is_of_path(const image::OptionView &option) {
  constexpr u32 kMaxSegment = 2, kWindowClamp = 10, kReuse = SO_REUSEADDR;
  return (option.level == fd::kLevelTcp &&
          (option.name == kMaxSegment || option.name == kWindowClamp)) ||
         (option.level == SOL_SOCKET && option.name == kReuse);
}

// One that is as it was is left alone: to set a buffer's size would fix it.
void set_option(int fd, const image::OptionView &option) {
  const fd::SocketOption *known = find_option(option);
  u32 now[fd::kLongestOption / sizeof(u32)] = {};
  u32 size = sizeof now;
  if (known && option.level == fd::kLevelNetlink &&
      option.name == kMemberships)
    return join_netlink_groups(fd, option.value);
  if (!known ||
      !fd::get_option(fd, option.level, option.name, now, size).ok())
    return;
  if (known->doubled)
    now[0] /= 2;
  bool same = size == option.value.size &&
              memcmp(now, option.value.data, size) == 0;
  if (!same)
    fd::set_option(fd, option.level, option.name, option.value.data,
                   static_cast<u32>(option.value.size))
        .ignore();
}

void join_group(int fd, Bytes bytes) {
  constexpr u64 kAskIndex = 0x8933; // SIOCGIFINDEX, linux/sockios.h
  image::Group group;
  if (bytes.size != sizeof group)
    return;
  memcpy(&group, bytes.data, sizeof group);
  struct { // struct ifreq
    char name[16];
    i32 index;
    u8 rest[20];
  } interface = {};
  memcpy(interface.name, group.interface, sizeof interface.name - 1);
  u16 family = 0;
  memcpy(&family, group.address, sizeof family);
  fd::GroupRequest request = {};
  memcpy(request.group, group.address, sizeof group.address);
  if (!sys::ioctl(fd, kAskIndex, &interface).ok())
    return;
  request.interface = static_cast<u32>(interface.index);
  fd::set_option(fd, family == fd::kInet ? fd::kLevelIp : fd::kLevelIpv6,
                 fd::kJoinGroup, &request, sizeof request)
      .ignore();
}

bool makes_no_sense(Reason &why) {
  why.set("the image is damaged: what a socket held makes no sense; use "
          "another copy of it");
  return false;
}

bool keep_address(const image::FrameView &frame, u64 domain, Saved &saved) {
  bool peer = frame.kind == image::FrameKind::kPeer;
  Address &to = peer || saved.own.size ? saved.other : saved.own;
  u16 family = 0;
  if (to.size || frame.bytes.size <= sizeof family ||
      frame.bytes.size > fd::kLongestAddress)
    return false;
  memcpy(&family, frame.bytes.data, sizeof family);
  memcpy(to.name, frame.bytes.data, frame.bytes.size);
  to.size = static_cast<u32>(frame.bytes.size);
  saved.peer_by_name = saved.peer_by_name || peer;
  return family == domain;
}

} // namespace

Saved::~Saved() {
  if (bytes.data)
    sys::munmap(reinterpret_cast<u64>(bytes.data), page_up(bytes.size))
        .ignore();
}

void forget_port(Address &name) {
  // In the same place for both protocols.
  memset(name.name + __builtin_offsetof(sockaddr_in, sin_port), 0,
         sizeof(__be16));
}

bool read_saved(const ImageFile &image, size_t index, Saved &saved,
                Reason &why) {
  if (!read_frames(image, index, saved.bytes, why))
    return false;
  Bytes rest = {saved.bytes.data, saved.bytes.size};
  image::FrameView frame;
  while (!rest.empty()) {
    if (!image::next_frame(rest, frame))
      return makes_no_sense(why);
    if ((frame.kind == image::FrameKind::kAddress ||
         frame.kind == image::FrameKind::kPeer) &&
        !keep_address(frame, image.view.contents[index].value[0], saved))
      return makes_no_sense(why);
  }
  return true;
}

void set_options(int fd, const Saved &saved, OptionsOf which) {
  image::FrameView frame;
  for (Bytes rest = {saved.bytes.data, saved.bytes.size};
       image::next_frame(rest, frame);) {
    image::OptionView option;
    if (frame.kind == image::FrameKind::kGroup)
      join_group(fd, frame.bytes);
    else if (frame.kind == image::FrameKind::kOption &&
             image::read_option(frame.bytes, option) &&
             (which == OptionsOf::kAll || !is_of_path(option)))
      set_option(fd, option);
  }
}

bool saved_number(const Saved &saved, u32 level, u32 name, u32 &value) {
  image::FrameView frame;
  for (Bytes rest = {saved.bytes.data, saved.bytes.size};
       image::next_frame(rest, frame);) {
    image::OptionView option;
    if (frame.kind != image::FrameKind::kOption ||
        !image::read_option(frame.bytes, option) || option.level != level ||
        option.name != name || option.value.size != sizeof value)
      continue;
    memcpy(&value, option.value.data, sizeof value);
    return true;
  }
  return false;
}

bool send_messages(int fd, const Saved &saved, bool stream, Reason &why,
                   const Passengers *passengers) {
  Bytes rest = {saved.bytes.data, saved.bytes.size};
  image::FrameView frame;
  u32 message = 0;
  while (image::next_frame(rest, frame)) {
    if (frame.kind != image::FrameKind::kMessage)
      continue;
    bool carries = passengers && passengers->any_with(message);
    u64 done = 0;
    do {
      SysResult n = carries && !done
                        ? passengers->send(fd, message, frame.bytes)
                        : sys::call(__NR_sendto, fd, frame.bytes.data + done,
                                    frame.bytes.size - done,
                                    fd::kDontWait | fd::kNoSignal, nullptr, 0);
      u64 sent = n.ok() ? static_cast<u64>(n.value()) : 0;
      done += sent;
      if (!n.ok() || (done < frame.bytes.size && (!stream || !sent))) {
        why.set("a socket does not take the ", frame.bytes.size,
                " bytes that waited in it (errno ", n.error(), ")");
        return false;
      }
    } while (done < frame.bytes.size);
    ++message;
  }
  return !passengers || !passengers->any_after(message) || makes_no_sense(why);
}

void shut(int fd, u32 flags) {
  constexpr u64 kShutReading = 0, kShutWriting = 1; // SHUT_*, shutdown(2)
  if (flags & image::kShutWrite)
    sys::call(__NR_shutdown, fd, kShutWriting).ignore();
  if (flags & image::kShutRead)
    sys::call(__NR_shutdown, fd, kShutReading).ignore();
}

SysResult new_socket(const image::Content &content) {
  return sys::call(__NR_socket, content.value[0],
                   content.value[1] | static_cast<u64>(O_CLOEXEC),
                   content.value[2]);
}

} // namespace ckpt::restart
