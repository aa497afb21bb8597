// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The dispatcher: what arch/x86_64/dispatch.S asks before and behind the real
// call.  On the program's stack, as part of the program.
#include "runtime/syscall/dispatch.h"

#include <linux/mman.h>

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/report.h"
#include "runtime/syscall/fd_names.h"

constinit ckpt::u8 __ckpt_dispatching = 0;

namespace ckpt::syscall {

namespace {

constexpr size_t kShortName = 96;
constexpr size_t kRoomForNumber = 32;

char *put(char *at, StringView text) {
  memcpy(at, text.data, text.size);
  return at + text.size;
}

void put_name(CallFrame &f, int argument, StringView text, const FdName &name,
              char *room) {
  StringView front = name.kind == FdName::kStream
                         ? StringView("/proc/self/fd/")
                         : text.take(name.before);
  StringView rest = name.kind == FdName::kStream ? StringView()
                                                 : text.drop(name.rest);
  Text<16> number(real_or_none(name.number));
  *put(put(put(room, front), number.view()), rest) = 0;
  f.call[argument] = reinterpret_cast<u64>(room);
}

FdName parse_name(StringView text, bool in_listing) {
  return in_listing && text[0] != '/' ? parse_fd_entry(text)
                                      : parse_fd_name(text, sys::getpid());
}

[[gnu::noinline]] void replace_name(CallFrame &f, int argument, bool listing,
                                    const char *start, size_t size) {
  const char *text = start;
  if (size == kShortName && start[size - 1]) {
    char *all = static_cast<char *>(scratch(f, kPathMax));
    size = all ? copy_text(f.own[argument], all, kPathMax) : 0;
    if (!size || all[size - 1])
      return;
    text = all;
  }
  StringView view(text, size - 1);
  FdName name = parse_name(view, listing);
  if (name.kind == FdName::kDirectory)
    f.spare[0] = 1;
  if (name.kind != FdName::kNumber && name.kind != FdName::kStream)
    return;
  char *room = static_cast<char *>(scratch(f, size + kRoomForNumber));
  if (room)
    put_name(f, argument, view, name, room);
}

void give_pair(CallFrame &f, int argument) {
  i32 pair[2];
  if (f.result < 0 || !copy_in(f.own[argument], pair, sizeof pair))
    return;
  i32 first = number_for(pair[0]), second = number_for(pair[1]);
  i32 given[2] = {first, second};
  if (first >= 0 && second >= 0 &&
      copy_out(f.own[argument], given, sizeof given))
    return;
  f.result = first < 0 || second < 0 ? -EMFILE : -EFAULT;
  for (i32 number : given)
    if (number >= 0)
      close_number(number);
}

void give_back(CallFrame &f) {
  for (u32 i = 0; i < f.mapped_count; ++i)
    sys::munmap(f.mapped[i].start, f.mapped[i].size).ignore();
  f.mapped_count = 0;
}

[[gnu::noinline]] Then refuse_unknown(CallFrame &f) {
  return refuse(f, "this version does not know it, and it may have "
                   "descriptors in its arguments");
}

[[gnu::noinline]] Then refuse_known(CallFrame &f) {
  return refuse(f, "what is under way in it could not be saved or translated");
}

bool has_room_for_result(const CallFrame &f) {
  return f.row->result != 'f' || has_room();
}

} // namespace

void *scratch(CallFrame &f, size_t size) {
  size_t words = (size + sizeof(u64) - 1) / sizeof(u64);
  if (kWorkWords - f.used >= words) {
    void *room = &f.work[f.used];
    f.used += static_cast<u32>(words);
    return room;
  }
  constexpr u32 kMost = sizeof f.mapped / sizeof *f.mapped;
  if (f.mapped_count == kMost)
    return nullptr;
  SysResult made = sys::mmap(0, page_up(size), PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (!made.ok())
    return nullptr;
  f.mapped[f.mapped_count++] = {made.address(), page_up(size)};
  return reinterpret_cast<void *>(made.address());
}

void *replace_argument(CallFrame &f, int argument, size_t size) {
  if (!f.own[argument])
    return nullptr;
  void *copy = scratch(f, size);
  if (!copy || !copy_in(f.own[argument], copy, size))
    return nullptr;
  f.call[argument] = reinterpret_cast<u64>(copy);
  return copy;
}

void translate_name(CallFrame &f, int argument, int directory) {
  u64 at = f.own[argument];
  char start[kShortName];
  size_t size = at ? copy_text(at, start, sizeof start) : 0;
  bool listing = directory >= 0 && is_listing(f.fd(directory));
  if (size && (listing || may_be_fd_name({start, size})))
    replace_name(f, argument, listing, start, size);
}

bool translate_mask(CallFrame &f, int argument) {
  if (!f.own[argument] || f.own[argument + 1] != sys::kSigsetSize)
    return true;
  u64 *mask = static_cast<u64 *>(replace_argument(f, argument, sizeof *mask));
  if (mask)
    *mask &= ~signal_bit(kTrapSignal);
  return mask;
}

i64 translate_arguments(CallFrame &f) {
  int directory = -1;
  for (int i = 0; i < 6 && f.row->arguments[i]; ++i) {
    i32 number = f.fd(i);
    switch (f.row->arguments[i]) {
    case 'd':
      directory = i;
      if (number == AT_FDCWD)
        break;
      [[fallthrough]];
    case 'f':
      f.call[i] = static_cast<u32>(real_or_none(number));
      break;
    case 'o':
      if (number >= 0)
        f.call[i] = static_cast<u32>(real_or_none(number));
      break;
    case 'p':
      translate_name(f, i, directory);
      break;
    case 'm':
      if (!translate_mask(f, i))
        return -EFAULT;
      break;
    case '2':
      if (!has_room())
        return -EMFILE;
    }
  }
  return has_room_for_result(f) ? 0 : -EMFILE;
}

i32 number_for(i32 real) {
  i32 number = claim(real);
  if (number < 0)
    sys::close(real).ignore();
  return number;
}

void give_number(CallFrame &f) {
  if (f.result < 0)
    return;
  f.result = number_for(static_cast<i32>(f.result));
  if (f.result >= 0 && f.spare[0])
    add_mark(static_cast<i32>(f.result), kListing);
}

Then refuse(CallFrame &f, StringView why) {
  Reason text;
  if (f.row)
    text.set("the system call ", StringView(f.row->name));
  else
    text.set("the system call of number ", f.own_number);
  text.add(" is refused (ENOSYS) while descriptors are virtual: ", why);
  warn(WarningKind::kUnsup, text.view());
  return answer(f, -ENOSYS);
}

extern "C" u32 __ckpt_begin_call(CallFrame *frame) {
  CallFrame &f = *frame;
  for (int i = 0; i < 6; ++i)
    f.call[i] = f.own[i];
  f.number = f.own_number;
  f.used = f.mapped_count = 0;
  f.spare[0] = 0;
  f.row = find_syscall(f.own_number);
  if (!f.row)
    return refuse_unknown(f);
  switch (f.row->kind) {
  case CallClass::kLocal:
    return kMake;
  case CallClass::kRefused:
    return refuse_known(f);
  case CallClass::kTranslated:
  case CallClass::kByHand:
    break;
  }
  i64 error = translate_arguments(f);
  Then then = kDone;
  if (error)
    f.result = error;
  else
    then = f.row->kind == CallClass::kByHand ? begin_by_hand(f) : kMake;
  if (then == kDone)
    give_back(f);
  return then;
}

extern "C" void __ckpt_end_call(CallFrame *frame, i64 result) {
  CallFrame &f = *frame;
  f.result = result;
  if (f.row->kind == CallClass::kByHand)
    end_by_hand(f);
  else if (f.row->result == 'f')
    give_number(f);
  for (int i = 0; i < 6 && f.row->arguments[i]; ++i)
    if (f.row->arguments[i] == '2')
      give_pair(f, i);
  give_back(f);
}

} // namespace ckpt::syscall
