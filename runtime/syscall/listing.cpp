// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Reading the directory of the process's descriptors: virtual numbers in the
// place of real ones, and none that the program does not have.
#include "runtime/fd/list.h"
#include "runtime/proc/number.h"
#include "runtime/abi/text.h"
#include "runtime/syscall/by_hand.h"

namespace ckpt::syscall {

namespace {

constexpr size_t kHead = offsetof(fd::DirectoryEntry, name);
constexpr size_t kOldHead = 18; // struct linux_dirent: no type before the name

struct Written {
  u64 to;
  size_t room, used;
};

// One entry as the old call or the new one has it; false: it does not fit.
bool put_entry(Written &out, const fd::DirectoryEntry &entry, StringView name,
               bool old) {
  constexpr size_t kMost = 64;
  u8 bytes[kMost] = {};
  size_t head = old ? kOldHead : kHead;
  size_t size = (head + name.size + 2 + 7) & ~size_t{7};
  if (size > kMost || size > out.room - out.used)
    return false;
  u16 size16 = static_cast<u16>(size);
  memcpy(bytes, &entry, kHead); // inode and place in the directory
  memcpy(bytes + 16, &size16, sizeof size16);
  memcpy(bytes + head, name.data, name.size);
  if (old)
    bytes[size - 1] = entry.type;
  if (!copy_out(out.to + out.used, bytes, size))
    return false;
  out.used += size;
  return true;
}

StringView name_for(const fd::DirectoryEntry &entry, Text<16> &text) {
  StringView name(entry.name), rest = name;
  u64 number = 0;
  if (!proc::take_dec(rest, number) || !rest.empty())
    return name;
  i32 own = virtual_of(static_cast<i32>(number));
  if (own < 0)
    return {};
  text.set(own);
  return text.view();
}

// One real entry at a time would be slow; a few never are too much, as names
// grow by less than an entry's alignment allows for.
i64 list(CallFrame &f, bool old) {
  alignas(fd::DirectoryEntry) char real[256];
  int fd = static_cast<int>(f.call[0]);
  Written out = {f.own[1], static_cast<u32>(f.own[2]), 0};
  for (;;) {
    size_t ask = min<size_t>(sizeof real, (out.room - out.used) / 2);
    SysResult n = sys::getdents(fd, real, ask);
    if (n.error() == EINVAL && out.used) // no room for another
      break;
    if (!n.ok())
      return n.value();
    if (n.value() == 0)
      break;
    for (i64 at = 0; at < n.value();) {
      const fd::DirectoryEntry *entry =
          reinterpret_cast<const fd::DirectoryEntry *>(real + at);
      at += entry->size;
      Text<16> text;
      StringView name = name_for(*entry, text);
      if (!name.empty() && !put_entry(out, *entry, name, old))
        return -EFAULT;
    }
  }
  return static_cast<i64>(out.used);
}

} // namespace

Then begin_getdents64(CallFrame &f) {
  return is_listing(f.fd(0)) ? answer(f, list(f, false)) : kMake;
}

Then begin_getdents(CallFrame &f) {
  return is_listing(f.fd(0)) ? answer(f, list(f, true)) : kMake;
}

} // namespace ckpt::syscall
