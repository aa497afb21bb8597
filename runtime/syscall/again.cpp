// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/again.h"

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/arch/x86_64/wait_marks.h"
#include "runtime/arch/x86_64/waiting_calls.h"
#include "runtime/ckpt/timed_shim.h"
#include "runtime/ckpt/wait_time.h"
#include "runtime/syscall/dispatch.h"
#include "runtime/syscall/shapes.h"

namespace ckpt::syscall {

namespace {

using arch::Unit;
using arch::Way;

constexpr u64 kMillisecond = 1000000;

arch::WaitingCall waiting_call(u64 number, const u64 (&arguments)[6]) {
  return arch::waiting_call(static_cast<u32>(number), arguments);
}

// The rest of those that report EINTR the kernel makes again by itself unless a
// handler has run.
bool may_be_made_again(Way way) {
  return way == Way::kAgain || way == Way::kEpoll ||
         way == Way::kEpollTimespec;
}

void shorten(CallFrame &f, const arch::WaitingCall &call) {
  u64 left = until(f.deadline);
  if (call.limit == Unit::kMilliseconds)
    f.call[call.limit_in] = (left + kMillisecond - 1) / kMillisecond;
  else
    write_limit(call.limit, f.call[call.limit_in], left);
}

} // namespace

void note_deadline(CallFrame &f) {
  if (!has_limit(f.number) || is_timed_shim(f.return_address))
    return;
  arch::WaitingCall call = waiting_call(f.number, f.call);
  u64 limit = read_limit(call.limit, f.call[call.limit_in]);
  if (!limit || limit == arch::kForever)
    return;
  // The program's own stays what it is.
  if (call.limit != Unit::kMilliseconds &&
      !replace_argument(f, call.limit_in, sizeof(__kernel_timespec)))
    return;
  f.deadline = from_now(limit);
}

// The call has reported EINTR; `mark` is rcx behind it.
extern "C" Then __ckpt_interrupted_call(CallFrame *frame, u64 mark) {
  CallFrame &f = *frame;
  u64 made = reinterpret_cast<u64>(&__ckpt_call_made);
  if (mark == (CKPT_CALL_HANDLED ^ made))
    return kDone;
  if (is_timed_shim(f.return_address)) {
    f.unexplained = 1; // it knows what is left of its time
    return kDone;
  }
  arch::WaitingCall call = waiting_call(f.number, f.call);
  if (!may_be_made_again(call.way))
    return kDone;
  if (f.deadline)
    shorten(f, call);
  return kMake;
}

// One without a limit was made without a block, and has reported EINTR that no
// handler has left its mark on.
extern "C" Then __ckpt_begin_again(CallFrame *frame) {
  CallFrame &f = *frame;
  f.unexplained = is_timed_shim(f.return_address);
  if (f.unexplained)
    return answer(f, -EINTR);
  u64 arguments[6];
  for (int i = 0; i < 6; ++i)
    arguments[i] = f.own[i];
  if (may_be_made_again(waiting_call(f.own_number, arguments).way))
    return __ckpt_begin_call(frame);
  return answer(f, -EINTR);
}

} // namespace ckpt::syscall
