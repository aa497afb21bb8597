// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The dispatcher: what arch/x86_64/dispatch.S asks before and behind the real
// call.  On the program's stack, as part of the program.
#include "runtime/syscall/dispatch.h"

#include <linux/mman.h>

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/ckpt/report.h"
#include "runtime/syscall/again.h"
#include "runtime/syscall/say.h"

constinit ckpt::u8 __ckpt_dispatching = 0;

namespace ckpt::syscall {

namespace {

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
  if (f.replaced_mask)
    end_replaced_mask(f);
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
      if (i64 error = translate_mask(f, i))
        return error;
      break;
    case '2':
      if (!has_room())
        return -EMFILE;
    }
  }
  return has_room_for_result(f) ? 0 : -EMFILE;
}

i32 number_for(i32 real, Marks marks) {
  i32 number = claim(real, 0, marks);
  if (number < 0) {
    sys::close(real).ignore();
    drop_marks(marks);
  } else {
    warn_unsaved(real);
  }
  return number;
}

void give_number(CallFrame &f, Marks marks) {
  if (f.result >= 0)
    f.result = number_for(static_cast<i32>(f.result),
                          marks | (f.spare[0] ? kListing : 0));
}

Then refuse(CallFrame &f, StringView why) {
  say([&f, why] {
    Reason text;
    if (f.row)
      text.set("the system call ", StringView(f.row->name));
    else
      text.set("the system call of number ", f.own_number);
    text.add(" is refused (ENOSYS) while descriptors are virtual: ", why);
    warn(WarningKind::kUnsup, text.view());
  });
  return answer(f, -ENOSYS);
}

extern "C" Then __ckpt_begin_call(CallFrame *frame) {
  CallFrame &f = *frame;
  for (int i = 0; i < 6; ++i)
    f.call[i] = f.own[i];
  f.number = f.own_number;
  f.used = f.mapped_count = 0;
  f.unexplained = f.deadline = f.replaced_mask = 0;
  f.spare[0] = f.spare[1] = 0;
  f.row = find_syscall(f.own_number);
  if (!f.row)
    return refuse_unknown(f);
  switch (f.row->kind) {
  case CallClass::kLocal:
    note_deadline(f);
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
  else
    note_deadline(f);
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
