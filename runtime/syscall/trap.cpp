// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/syscall/trap.h"

#include <asm/signal.h>
#include <linux/audit.h>

#include "runtime/abi/shown_number.h"
#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/arch/x86_64/entry.h"
#include "runtime/arch/x86_64/frame.h"
#include "runtime/arch/x86_64/interrupted_call.h"
#include "runtime/ckpt/attributes.h"
#include "runtime/ckpt/report.h"
#include "runtime/image/decode.h"
#include "runtime/syscall/dispatch.h"
#include "runtime/syscall/filter.h"
#include "runtime/syscall/given.h"
#include "runtime/syscall/old_call.h"
#include "runtime/syscall/placeholder.h"
#include "runtime/syscall/say.h"
#include "runtime/syscall/table.h"
#include "runtime/syscall/trap_mask.h"

namespace ckpt::syscall {

namespace {

constexpr int kDispatch = 59; // PR_SET_SYSCALL_USER_DISPATCH
constexpr int kDispatchOff = 0, kDispatchOn = 1;
constexpr i32 kCodeFilter = 1, kCodeDispatch = 2; // SYS_SECCOMP, ..._DISPATCH
constexpr u64 kIgnore = 1;                        // SIG_IGN

constinit bool by_filter = false;
constinit const image::View *shown_view = nullptr;

// siginfo_t of SIGSYS.
struct TrapInfo {
  i32 signal, error, code, unused;
  u64 address;
  i32 number;
  u32 arch;
};

u64 text_start() { return reinterpret_cast<u64>(__ckpt_text_start); }
u64 text_size() { return static_cast<u64>(__ckpt_text_end - __ckpt_text_start); }

bool dispatch_on() {
  return sys::prctl(kDispatch, kDispatchOn, text_start(), text_size(), 0).ok();
}

bool dispatch_off() { return sys::prctl(kDispatch, kDispatchOff).ok(); }

u64 &mask_of(struct ucontext &context) {
  return *reinterpret_cast<u64 *>(&context.uc_sigmask);
}

// The program may have put the signal into a frame's mask.
void take_mask_of(struct ucontext &context, bool blocks) {
  bool has = mask_of(context) & signal_bit(kTrapSignal);
  mask_of(context) &= ~signal_bit(kTrapSignal);
  block_trap_signal(has || blocks);
}

// Somebody has sent it, or a filter of the program's own.
void pass_on(int sig, void *info, struct ucontext &context) {
  const image::Action &wish = state.user_actions[sig - 1];
  bool forced = static_cast<const TrapInfo *>(info)->code == kCodeFilter;
  if (!forced && trap_signal_waits(info))
    return;
  bool ends = forced && (wish.handler == kIgnore || blocks_trap_signal());
  if (wish.handler == kIgnore && !ends)
    return;
  if (!wish.handler || ends) {
    image::Action none = {};
    sys::rt_sigaction(sig, &none, nullptr).ignore();
    sys::tgkill(sys::getpid(), sys::gettid(), sig).ignore();
    return;
  }
  u64 handler = wish.handler;
  u64 mask = (mask_of(context) | wish.mask) & ~signal_bit(kTrapSignal);
  bool defers = !(wish.flags & SA_NODEFER);
  if (wish.flags & SA_RESETHAND)
    state.user_actions[sig - 1].handler = 0;
  if (defers)
    block_trap_signal(true);
  sys::rt_sigprocmask(SIG_SETMASK, &mask, nullptr).ignore();
  reinterpret_cast<void (*)(int, void *, struct ucontext *)>(handler)(
      sig, info, &context);
  u64 all = ~0ull;
  sys::rt_sigprocmask(SIG_SETMASK, &all, nullptr).ignore();
  take_mask_of(context, !defers && blocks_trap_signal());
}

[[gnu::noinline]] void refuse_old_call(struct sigcontext &at) {
  u64 number = at.rax;
  say([number] {
    unsup("the system call of number ", number,
          " of 32-bit programs (int 0x80) is refused (ENOSYS) while descriptors "
          "are virtual: its arguments are laid out otherwise than in 64-bit ones");
  });
  at.rax = static_cast<u64>(-ENOSYS);
}

// The vDSO asks the kernel where it does not know better: about times alone, so
// nothing waits, and nothing needs to be translated.
bool call_of_vdso(struct sigcontext &at) {
  if (at.rip < state.vdso_start || at.rip >= state.vdso_end)
    return false;
  at.rax = static_cast<u64>(
      arch::syscall6(at.rax, at.rdi, at.rsi, at.rdx, at.r10, at.r8, at.r9));
  return true;
}

// That a handler of the program's has run, as shims/restorer.S says it, whoever
// has installed it.
void leave_mark(struct sigcontext &to) {
  u8 code[arch::kCallInstruction];
  bool was_waiting = arch::is_rewound(to);
  arch::undo_rewind(to);
  if (static_cast<i64>(to.rax) == -EINTR &&
      (was_waiting ||
       (copy_in(to.rip - sizeof code, code, sizeof code) &&
        arch::is_call_instruction(code))))
    arch::report_interrupted_call(to);
}

void go_through_frame(struct sigcontext &at) {
  struct ucontext *frame = reinterpret_cast<struct ucontext *>(at.rsp);
  take_mask_of(*frame, blocks_trap_signal());
  leave_mark(frame->uc_mcontext);
  at.rip = reinterpret_cast<u64>(&__ckpt_sigreturn);
}

// On whatever stack, with every signal blocked, and for a moment only.
extern "C" void __ckpt_on_trap(int sig, TrapInfo *info,
                               struct ucontext *context) {
  bool ours = info->code == kCodeDispatch ||
              (info->code == kCodeFilter && info->error == kFilterMark);
  if (!ours)
    return pass_on(sig, info, *context);
  struct sigcontext &at = context->uc_mcontext;
  at.rax = static_cast<u64>(static_cast<u32>(info->number));
  if (info->arch != AUDIT_ARCH_X86_64) {
    if (!begin_old_call(at, reinterpret_cast<u64>(info)))
      refuse_old_call(at);
    return;
  }
  if (info->number == __NR_rt_sigreturn)
    return go_through_frame(at);
  if (call_of_vdso(at))
    return;
  at.rcx = at.rip;
  at.r11 = at.eflags;
  at.rip = reinterpret_cast<u64>(&__ckpt_trapped);
}

image::Action trap_action() {
  image::Action action = {};
  action.handler = reinterpret_cast<u64>(&__ckpt_on_trap);
  action.restorer = reinterpret_cast<u64>(&__ckpt_restore_rt);
  action.flags = SA_SIGINFO | SA_ONSTACK | SA_RESTORER;
  action.mask = ~0ull;
  return action;
}

// No handler of the program's may run with it blocked.
void unblock_in_handlers() {
  for (int sig = 1; sig <= static_cast<int>(image::kSignals); ++sig) {
    image::Action action = {};
    if (sig == static_cast<int>(kTrapSignal) ||
        !sys::rt_sigaction(sig, nullptr, &action).ok() ||
        !(action.mask & signal_bit(kTrapSignal)) || action.handler <= kIgnore ||
        action.restorer == reinterpret_cast<u64>(&__ckpt_restore_rt))
      continue;
    note_action_mask(sig, action.mask);
    action.mask &= ~signal_bit(kTrapSignal);
    sys::rt_sigaction(sig, &action, nullptr).ignore();
  }
}

bool refuse_trap(Reason &why) {
  why.set("descriptors cannot be virtual here: the kernel has no Syscall User "
          "Dispatch (Linux 5.11), and does not let this process set a seccomp "
          "filter");
  return false;
}

bool choose_trap(Reason &why) {
  by_filter = false;
  if (dispatch_on())
    return true;
  by_filter = set_filter(text_start(), text_start() + text_size());
  if (!by_filter)
    return refuse_trap(why);
  read_origin(state.origin); // this filter is no obstacle
  return true;
}

bool begin_virtual(int but_not, Reason &why) {
  if (!begin_table(why))
    return false;
  enter_open_descriptors(but_not);
  __ckpt_dispatching = 1;
  return true;
}

} // namespace

bool is_on() { return __ckpt_dispatching; }
i32 real_if_on(i32 number) { return is_on() ? real_of(number) : number; }
void show_numbers_of(const image::View &view) { shown_view = &view; }
extern "C" i32 __ckpt_shown_number(i32 real) {
  if (shown_view)
    return shown_view->shown(real);
  i32 number = is_on() ? virtual_of(real) : -1;
  return number < 0 ? real : number;
}

bool trap_outlives_exec() { return by_filter; }

void take_trap_signal() {
  image::Action ours = trap_action(), before = {};
  sys::rt_sigaction(kTrapSignal, &ours, &before).ignore();
  if (before.handler != ours.handler)
    state.user_actions[kTrapSignal - 1] = before;
  unblock_in_handlers();
  u64 own = signal_bit(kTrapSignal), mask = 0;
  sys::rt_sigprocmask(SIG_UNBLOCK, &own, &mask).ignore();
  if (mask & own)
    block_trap_signal(true);
}

void restore_trap_signal(bool own_memory) {
  image::Action ours = trap_action();
  sys::rt_sigaction(kTrapSignal, &ours, nullptr).ignore();
  image::Action &wish = state.user_actions[kTrapSignal - 1];
  if (own_memory && wish.handler != kIgnore)
    wish = {};
}

void arm_thread() {
  if (is_on())
    dispatch_on();
}

void stop_trap() { dispatch_off(); }

void give_trap_action() {
  sys::rt_sigaction(kTrapSignal, &state.user_actions[kTrapSignal - 1], nullptr)
      .ignore();
}

bool start_virtual(Reason &why) {
  state.remote_calls = has_command_stream(state.config);
  if (!begin_virtual(-1, why))
    return false;
  name_inherited();
  take_trap_signal();
  return choose_trap(why);
}

bool trap_is_possible(Reason &why) {
  if (dispatch_on() && dispatch_off())
    return true;
  return filter_is_possible() || refuse_trap(why);
}

// The image's real descriptors have the numbers that they had.  So have those of
// an image without virtual ones: threads may wait for them by these numbers.
void resume_virtual(int but_not) {
  Reason why;
  look_at_all_numbers();
  state.remote_calls |= has_command_stream(state.config);
  if (is_on())
    hold_standard_numbers();
  else if (wants_virtual_descriptors(state.config) &&
           !begin_virtual(but_not, why))
    error("the descriptors stay as they are: ", why);
  if (is_on())
    enter_given();
}

void arm_process() {
  Reason why;
  if (!is_on() || choose_trap(why))
    return;
  error("the restart cannot be finished: ", why,
        ". The checkpoint file is intact");
  sys::exit_group(255);
}

} // namespace ckpt::syscall
