// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads and processes: the trap is set again in each before it runs an
// instruction of the program's.
#include "runtime/syscall/processes.h"

#include <linux/mman.h>
#include <linux/sched.h>

#include "runtime/abi/syscall_frame.h"
#include "runtime/fd/list.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/clone_call.h"
#include "runtime/syscall/trap.h"
#include "runtime/syscall/trap_mask.h"

namespace ckpt::syscall {

namespace {

constexpr int kSetMask = 2; // SIG_SETMASK

// Until the trap is set no handler of the program's may run.
u64 block_everything() {
  u64 all = ~0ull, before = 0;
  sys::rt_sigprocmask(kSetMask, &all, &before).ignore();
  return before;
}

void set_mask(u64 mask) {
  sys::rt_sigprocmask(kSetMask, &mask, nullptr).ignore();
}

bool has_one_thread() {
  struct stat st;
  constexpr u64 kOneThread = 3; // links of /proc/self/task: ., .. and its own
  return sys::stat("/proc/self/task", st).ok() && st.st_nlink == kOneThread;
}

void give_pidfd(const CloneCall &clone, i64 result) {
  i32 number = 0;
  if (result <= 0 || !(clone.flags & CLONE_PIDFD) ||
      !copy_in(clone.pidfd, &number, sizeof number))
    return;
  number = number_for(number);
  (void)copy_out(clone.pidfd, &number, sizeof number);
}

// The kernel copies descriptors and memory one after the other: what another
// thread has opened or closed in between stands for nothing in the child.
void drop_closed_numbers() {
  u32 top = table().top;
  for (u32 i = 0; i < top; ++i) {
    i32 number = static_cast<i32>(i), real = real_of(number);
    if (real >= 0 && !sys::fcntl(real, F_GETFD).ok())
      drop_marks(marks_in(release(number)));
  }
}

// And what has no number yet, or none any more, is nobody's there: behind exec it
// would be under a number that the program knows as closed.
void end_nameless_at_exec() {
  (void)fd::each_descriptor([](u64 number) {
    i32 real = static_cast<i32>(number);
    if (virtual_of(real) < 0)
      sys::fcntl(real, F_SETFD, FD_CLOEXEC).ignore();
    return true;
  });
}

// Beside the flags of clone: the parent blocks the trap's signal.
constexpr u64 kParentBlocks = u64{1} << 63;
u64 with_mask(u64 clone_flags) {
  return clone_flags | (blocks_trap_signal() ? kParentBlocks : 0);
}

// A thread without storage of its own has its maker's (syscall/trap_mask.h).
bool has_own_mask(u64 clone_flags, const Table *own) {
  return own || !(clone_flags & CLONE_VM) || (clone_flags & CLONE_SETTLS);
}

// What a child does before an instruction of the program's, every signal blocked.
// own: its table, where it shares the memory and not the descriptors; alone: no
// other thread could do anything between the copies of table and descriptors, or
// there are no copies.
void begin_child(u64 clone_flags, Table *own, bool alone) {
  if (own)
    own->pid = sys::getpid();
  if (clone_flags & CLONE_CLEAR_SIGHAND)
    restore_trap_signal(!(clone_flags & CLONE_VM));
  if (has_own_mask(clone_flags, own))
    begin_trap_mask(clone_flags & kParentBlocks, !(clone_flags & CLONE_VM));
  arm_thread();
  if (alone)
    return;
  drop_closed_numbers();
  end_nameless_at_exec();
}

// A child with memory of its own, on a copy of this stack.
i64 fork_process(CallFrame &f) {
  Table *forkers = &table();
  CloneCall clone = clone_call(f);
  bool alone = has_one_thread();
  u64 flags = with_mask(clone.flags), mask = block_everything();
  SysResult made = sys::call(f.number, f.call[0], f.call[1], f.call[2],
                             f.call[3], f.call[4]);
  if (made.value() == 0)
    begin_child(flags, forkers->used ? forkers : nullptr, alone);
  set_mask(mask);
  give_pidfd(clone, made.value());
  return made.value();
}

// The words that the child finds below its stack pointer.
bool prepare_child(const CallFrame &f, const CloneCall &clone, u64 mask,
                   const Table *own) {
  constexpr size_t kWords = -CKPT_CHILD_ALONE / 8;
  u64 words[kWords];
  auto put = [&](int offset, u64 value) {
    words[kWords - static_cast<size_t>(-offset) / 8] = value;
  };
  put(CKPT_CHILD_RETURN, f.return_address);
  put(CKPT_CHILD_FLAGS, f.flags);
  put(CKPT_CHILD_RBX, f.rbx);
  put(CKPT_CHILD_RDI, f.own[0]);
  put(CKPT_CHILD_RSI, f.own[1]);
  put(CKPT_CHILD_RDX, f.own[2]);
  put(CKPT_CHILD_R10, f.own[3]);
  put(CKPT_CHILD_R8, f.own[4]);
  put(CKPT_CHILD_R9, f.own[5]);
  put(CKPT_CHILD_MASK, mask);
  put(CKPT_CHILD_TABLE, reinterpret_cast<u64>(own));
  put(CKPT_CHILD_CLONE, with_mask(clone.flags));
  put(CKPT_CHILD_ALONE, !own || has_one_thread());
  return copy_out(clone.stack - sizeof words, words, sizeof words);
}

bool needs_table(const CloneCall &clone) {
  return (clone.flags & CLONE_VM) && !(clone.flags & CLONE_FILES);
}

// A thread, or a process that shares the memory, on a stack of its own.
Then clone_on_stack(CallFrame &f, const CloneCall &clone) {
  Table *own = nullptr;
  if (needs_table(clone)) {
    own = begin_child_table((clone.flags & CLONE_VFORK) != 0);
    if (!own)
      return answer(f, -EAGAIN);
  }
  f.spare[2] = block_everything();
  f.spare[3] = reinterpret_cast<u64>(own);
  if (prepare_child(f, clone, f.spare[2], own))
    return kClone;
  set_mask(f.spare[2]);
  if (own)
    end_child_table(own);
  return answer(f, -EFAULT);
}

// A child on this very stack, while the parent waits.  The block of the call is
// what the child's functions will write over: both go on from a copy elsewhere.
Then clone_on_parents_stack(CallFrame &f, const CloneCall &clone) {
  SysResult page = sys::mmap(0, page_up(sizeof f), PROT_READ | PROT_WRITE,
                             MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (!page.ok())
    return answer(f, -EAGAIN);
  Table *own = needs_table(clone) ? begin_child_table(true) : nullptr;
  if (!own && needs_table(clone)) {
    sys::munmap(page.address(), page_up(sizeof f)).ignore();
    return answer(f, -EAGAIN);
  }
  f.spare[0] = !own || has_one_thread();
  f.spare[1] = with_mask(clone.flags);
  f.spare[2] = block_everything();
  f.spare[3] = reinterpret_cast<u64>(own);
  f.result = page.value();
  memcpy(reinterpret_cast<void *>(page.address()), &f, sizeof f);
  return kVfork;
}

void end_clone_call(CallFrame &f, const CloneCall &clone) {
  Table *own = reinterpret_cast<Table *>(f.spare[3]);
  if (own && (f.result < 0 || (clone.flags & CLONE_VFORK)))
    end_child_table(own);
  set_mask(f.spare[2]);
  give_pidfd(clone, f.result);
}

Then begin_any_clone(CallFrame &f) {
  CloneCall clone = clone_call(f);
  if ((clone.flags & (CLONE_FILES | CLONE_VM)) == CLONE_FILES)
    return refuse(f, "descriptors without memory are shared (CLONE_FILES)");
  if ((clone.flags & CLONE_PIDFD) && !has_room())
    return answer(f, -EMFILE);
  if (clone.stack)
    return clone_on_stack(f, clone);
  if (clone.flags & CLONE_THREAD)
    return answer(f, -EINVAL);
  constexpr u64 kVforks = CLONE_VM | CLONE_VFORK;
  if ((clone.flags & kVforks) == kVforks)
    return clone_on_parents_stack(f, clone);
  // On one stack both at once could do nothing: the memory is the child's own.
  set_clone_flags(f, clone.flags &
                         ~u64{CLONE_VM | CLONE_SIGHAND | CLONE_FILES});
  return answer(f, fork_process(f));
}

} // namespace

bool has_table_alone() { return has_own_table() || has_one_thread(); }

// On the new stack, every signal blocked.
extern "C" void __ckpt_child_begins(u64 stack) {
  auto word = [&](int offset) {
    return *reinterpret_cast<u64 *>(stack + static_cast<u64>(i64{offset}));
  };
  begin_child(word(CKPT_CHILD_CLONE),
              reinterpret_cast<Table *>(word(CKPT_CHILD_TABLE)),
              word(CKPT_CHILD_ALONE));
  set_mask(word(CKPT_CHILD_MASK));
}

// Behind the call of clone_on_parents_stack, in the child and then in the parent:
// puts the block where it was.
extern "C" CallFrame *__ckpt_vforked(const CallFrame *copy, i64 result,
                                     CallFrame *frame) {
  memcpy(frame, copy, sizeof *frame);
  CallFrame &f = *frame;
  f.result = result;
  CloneCall clone = clone_call(f);
  if (result == 0) {
    begin_child(f.spare[1], reinterpret_cast<Table *>(f.spare[3]),
                f.spare[0] != 0);
    set_mask(f.spare[2]);
  } else {
    sys::munmap(reinterpret_cast<u64>(copy), page_up(sizeof f)).ignore();
    end_clone_call(f, clone);
  }
  return frame;
}

Then begin_clone(CallFrame &f) { return begin_any_clone(f); }
void end_clone(CallFrame &f) { end_clone_call(f, clone_call(f)); }

Then begin_clone3(CallFrame &f) {
  i64 error = copy_clone_arguments(f);
  return error ? answer(f, error) : begin_any_clone(f);
}
void end_clone3(CallFrame &f) { end_clone(f); }

Then begin_fork(CallFrame &f) { return begin_any_clone(f); }
Then begin_vfork(CallFrame &f) { return begin_any_clone(f); }

} // namespace ckpt::syscall
