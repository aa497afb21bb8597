// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors that travel through local sockets (SCM_RIGHTS, unix(7)).
#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

struct Header { // struct msghdr
  u64 name;
  u32 name_size;
  u64 parts;
  u64 part_count;
  u64 control;
  u64 control_size;
  u32 flags;
};
static_assert(sizeof(Header) == 56);

struct VectorHeader { // struct mmsghdr
  Header header;
  u32 length;
};
static_assert(sizeof(VectorHeader) == 64);

struct Control { // struct cmsghdr
  u64 size;
  i32 level;
  i32 type;
};

constexpr i32 kSocketLevel = 1; // SOL_SOCKET
constexpr i32 kRights = 1;      // SCM_RIGHTS
constexpr i32 kPidfd = 4;       // SCM_PIDFD
constexpr u64 kMostControl = 1 << 16;

bool carries_descriptors(const Control &control) {
  return control.level == kSocketLevel &&
         (control.type == kRights || control.type == kPidfd);
}

void translate_control(u8 *bytes, u64 size) {
  Control control;
  for (u64 at = 0; size - at >= sizeof control && at < size;) {
    memcpy(&control, bytes + at, sizeof control);
    if (control.size < sizeof control || control.size > size - at)
      return;
    u64 end = at + control.size;
    for (u64 i = at + sizeof control;
         carries_descriptors(control) && i + sizeof(i32) <= end;
         i += sizeof(i32)) {
      i32 number = 0;
      memcpy(&number, bytes + i, sizeof number);
      number = real_or_none(number);
      memcpy(bytes + i, &number, sizeof number);
    }
    at += (control.size + 7) & ~u64{7};
  }
}

bool has_control(const Header &header) {
  return header.control && header.control_size;
}

// Of the header at `argument` of the call.
Then send_header(CallFrame &f, int argument, size_t size) {
  Header *header = static_cast<Header *>(replace_argument(f, argument, size));
  if (!header)
    return answer(f, -EFAULT);
  if (!has_control(*header))
    return kMake;
  if (header->control_size > kMostControl)
    return answer(f, -ENOBUFS);
  u8 *bytes = static_cast<u8 *>(scratch(f, header->control_size));
  if (!bytes || !copy_in(header->control, bytes, header->control_size))
    return answer(f, bytes ? -EFAULT : -ENOBUFS);
  translate_control(bytes, header->control_size);
  header->control = reinterpret_cast<u64>(bytes);
  return kMake;
}

u64 room_for(u64 size) { return (size + 7) & ~u64{7}; }

// The kernel takes no more at once, and stops at one that it cannot read.
u32 readable_messages(const CallFrame &f) {
  constexpr u32 kMostMessages = 1024; // UIO_MAXIOV
  u32 count = min(static_cast<u32>(f.own[2]), kMostMessages), readable = 0;
  VectorHeader one;
  while (readable < count &&
         copy_in(f.own[1] + readable * sizeof one, &one, sizeof one))
    ++readable;
  return readable;
}

// Those in front that have room beside each other.
u32 count_control(const VectorHeader *list, u32 count, u64 &total) {
  constexpr u64 kMostTogether = 1 << 20;
  for (u32 i = 0; i < count; ++i) {
    const Header &header = list[i].header;
    if (!has_control(header))
      continue;
    if (header.control_size > kMostControl ||
        total + header.control_size > kMostTogether)
      return i;
    total += room_for(header.control_size);
  }
  return count;
}

// One word of what has been received.  Who has no number left gets the message
// without the rest, as from the kernel.
bool give_received(u64 at) {
  i32 number = 0;
  if (!copy_in(at, &number, sizeof number))
    return false;
  number = number_for(number);
  return copy_out(at, &number, sizeof number) && number >= 0;
}

bool receive_control(u64 start, u64 size) {
  Control control;
  bool all = true;
  for (u64 at = 0; at < size && size - at >= sizeof control;) {
    if (!copy_in(start + at, &control, sizeof control) ||
        control.size < sizeof control || control.size > size - at)
      return all;
    for (u64 i = at + sizeof control;
         carries_descriptors(control) && i + sizeof(i32) <= at + control.size;
         i += sizeof(i32))
      all = give_received(start + i) && all;
    at += (control.size + 7) & ~u64{7};
  }
  return all;
}

void receive_header(u64 at) {
  constexpr u32 kTruncated = 8; // MSG_CTRUNC
  Header header;
  if (!copy_in(at, &header, sizeof header) || !header.control)
    return;
  if (receive_control(header.control, header.control_size))
    return;
  header.flags |= kTruncated;
  (void)copy_out(at + offsetof(Header, flags), &header.flags,
                 sizeof header.flags);
}

} // namespace

Then begin_sendmsg(CallFrame &f) { return send_header(f, 1, sizeof(Header)); }

// All on copies; the kernel writes what was sent of each behind its header there.
Then begin_sendmmsg(CallFrame &f) {
  u32 count = readable_messages(f);
  VectorHeader *list = static_cast<VectorHeader *>(
      replace_argument(f, 1, count * sizeof(VectorHeader)));
  if (!list)
    return count ? answer(f, -ENOMEM) : kMake; // which says what is wrong
  u64 total = 0;
  count = count_control(list, count, total);
  u8 *bytes = static_cast<u8 *>(scratch(f, total));
  if (!count || !bytes)
    return answer(f, -ENOBUFS);
  for (u32 i = 0; i < count; ++i) {
    Header &header = list[i].header;
    if (!has_control(header))
      continue;
    if (!copy_in(header.control, bytes, header.control_size)) {
      count = i;
      break;
    }
    translate_control(bytes, header.control_size);
    header.control = reinterpret_cast<u64>(bytes);
    bytes += room_for(header.control_size);
  }
  f.call[2] = count;
  return count ? kMake : answer(f, -EFAULT);
}

void end_sendmmsg(CallFrame &f) {
  const VectorHeader *list = reinterpret_cast<const VectorHeader *>(f.call[1]);
  for (i64 i = 0; f.call[1] != f.own[1] && i < f.result; ++i) {
    u64 at = f.own[1] + static_cast<u64>(i) * sizeof(VectorHeader);
    (void)copy_out(at + offsetof(VectorHeader, length), &list[i].length,
                   sizeof list[i].length);
  }
}

Then begin_recvmsg(CallFrame &) { return kMake; }
void end_recvmsg(CallFrame &f) {
  if (f.result >= 0)
    receive_header(f.own[1]);
}

Then begin_recvmmsg(CallFrame &) { return kMake; }
void end_recvmmsg(CallFrame &f) {
  for (i64 i = 0; i < f.result; ++i)
    receive_header(f.own[1] + static_cast<u64>(i) * sizeof(VectorHeader));
}

} // namespace ckpt::syscall
