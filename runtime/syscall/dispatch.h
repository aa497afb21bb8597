// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the rules of single calls (by_hand.def) share.
// Phase: pre-libc, normal, signal.
#pragma once
#include <asm/errno.h>

#include "runtime/syscall/frame.h"
#include "runtime/syscall/memory.h"
#include "runtime/syscall/table.h"
#include "runtime/syscall/url.h"

namespace ckpt::syscall {

// What dispatch.S does next.
using Then = u32;
inline constexpr Then kDone = CKPT_CALL_DONE;   // f.result is the answer
inline constexpr Then kMake = CKPT_CALL_MAKE;   // f.call, then the rule's end
inline constexpr Then kClone = CKPT_CALL_CLONE; // the same, with a new stack
inline constexpr Then kVfork = CKPT_CALL_VFORK; // or on this one

inline constexpr u64 kTrapSignal = 31; // SIGSYS

inline Then answer(CallFrame &f, i64 result) {
  f.result = result;
  return kDone;
}

// Memory of the call's own, while it lasts; null: there is none.
void *scratch(CallFrame &f, size_t size);

// A copy of `size` bytes of the program's, as argument `argument` of the call.
// Null: it cannot be read, or there is no room; the kernel will say EFAULT.
void *replace_argument(CallFrame &f, int argument, size_t size);

// By the letters of the table; an error of the kernel's that is known already.
i64 translate_arguments(CallFrame &f);
void translate_name(CallFrame &f, int argument, int directory);
// One with the trap's signal in it never gets through; an error of the call's.
i64 translate_mask(CallFrame &f, int argument);
// The same for a copy; until the call ends the program believes in it.
i64 begin_replaced_mask(CallFrame &f, u64 &mask);
void end_replaced_mask(CallFrame &f);
// The kernel's new descriptor in f.result becomes a virtual one, with a share of
// the record in `marks` if it has one.
void give_number(CallFrame &f, Marks marks = 0);
i32 number_for(i32 real, Marks marks = 0);

// A name that is a URL, as the program wrote it.
struct UrlName {
  Url url;
  StringView text;
};
// Of the call's last name; null: it is none.
inline const UrlName *url_of(const CallFrame &f) {
  return reinterpret_cast<const UrlName *>(f.spare[1]);
}
// False: it is a URL, and there is no memory to look at it.
bool has_room_for_url(const UrlName *name);

// Once a descriptor, of one that is new: READWRITE, and UNSUP if it cannot be
// saved.
void warn_read_write(i32 number);
void warn_unsaved(i32 real);

// ENOSYS, and a warning with the reason.
Then refuse(CallFrame &f, StringView why);

extern "C" Then __ckpt_begin_call(CallFrame *frame);
Then begin_by_hand(CallFrame &f);
void end_by_hand(CallFrame &f);

} // namespace ckpt::syscall
