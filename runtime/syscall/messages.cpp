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

// Of the header at `argument` of the call.
Then send_header(CallFrame &f, int argument, size_t size) {
  Header *header = static_cast<Header *>(replace_argument(f, argument, size));
  if (!header)
    return answer(f, -EFAULT);
  if (!header->control || !header->control_size)
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

// Up to the first message with something beside its bytes, or that one: a caller
// has to take it that not all of them were sent.
Then begin_sendmmsg(CallFrame &f) {
  u32 count = static_cast<u32>(f.own[2]), plain = 0;
  for (; plain < count; ++plain) {
    Header header;
    if (!copy_in(f.own[1] + plain * sizeof(VectorHeader), &header,
                 sizeof header) ||
        (header.control && header.control_size))
      break;
  }
  f.call[2] = max(plain, u32{1});
  if (plain || !count) {
    f.call[2] = count ? plain : 0;
    return kMake;
  }
  // The kernel writes what was sent behind the header.
  Then then = send_header(f, 1, sizeof(Header));
  if (then != kMake)
    return then;
  SysResult sent = sys::call(__NR_sendmsg, f.call[0], f.call[1], f.own[3]);
  if (!sent.ok())
    return answer(f, sent.value());
  u32 length = static_cast<u32>(sent.value());
  bool told = copy_out(f.own[1] + offsetof(VectorHeader, length), &length,
                       sizeof length);
  return answer(f, told ? 1 : -EFAULT);
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
