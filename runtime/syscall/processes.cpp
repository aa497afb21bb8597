// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads and processes: the trap is set again in each before it runs an
// instruction of the program's.
#include "runtime/syscall/processes.h"

#include <linux/prctl.h>
#include <linux/sched.h>

#include "runtime/abi/syscall_frame.h"
#include "runtime/fd/list.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/trap.h"

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

struct Clone {
  u64 flags, stack, parent_tid, child_tid, tls;
};

void give_pidfd(const Clone &clone, i64 result) {
  i32 number = 0;
  if (result <= 0 || !(clone.flags & CLONE_PIDFD) ||
      !copy_in(clone.parent_tid, &number, sizeof number))
    return;
  number = number_for(number);
  (void)copy_out(clone.parent_tid, &number, sizeof number);
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

// A child with memory of its own, on a copy of this stack.
i64 fork_process(const Clone &clone) {
  Table *forkers = &table();
  bool alone = has_one_thread();
  u64 mask = block_everything();
  SysResult made = sys::call(__NR_clone, clone.flags, 0, clone.parent_tid,
                             clone.child_tid, clone.tls);
  if (made.value() == 0) {
    if (forkers->used)
      forkers->pid = sys::getpid();
    arm_thread();
    if (!alone) {
      drop_closed_numbers();
      end_nameless_at_exec();
    }
  }
  set_mask(mask);
  give_pidfd(clone, made.value());
  return made.value();
}

// The words that the child finds below its stack pointer.
bool prepare_child(const CallFrame &f, const Clone &clone, u64 mask,
                   const Table *own) {
  constexpr size_t kWords = -CKPT_CHILD_TABLE / 8;
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
  return copy_out(clone.stack - sizeof words, words, sizeof words);
}

// A thread, or a process that shares the memory, on a stack of its own.
Then clone_on_stack(CallFrame &f, const Clone &clone) {
  Table *own = nullptr;
  if ((clone.flags & CLONE_VM) && !(clone.flags & CLONE_FILES)) {
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

Clone clone_of(const CallFrame &f) {
  return {f.own[0], f.own[1], f.own[2], f.own[3], f.own[4]};
}

} // namespace

bool may_unshare_descriptors() { return has_own_table() || has_one_thread(); }

// On the new stack, every signal blocked.
extern "C" void __ckpt_child_begins(u64 stack) {
  auto word = [&](int offset) {
    return *reinterpret_cast<u64 *>(stack + static_cast<u64>(i64{offset}));
  };
  if (u64 own = word(CKPT_CHILD_TABLE))
    reinterpret_cast<Table *>(own)->pid = sys::getpid();
  arm_thread();
  if (word(CKPT_CHILD_TABLE))
    drop_closed_numbers();
  set_mask(word(CKPT_CHILD_MASK));
}

Then begin_clone(CallFrame &f) {
  Clone clone = clone_of(f);
  if ((clone.flags & (CLONE_FILES | CLONE_VM)) == CLONE_FILES)
    return refuse(f, "descriptors without memory are shared (CLONE_FILES)");
  if ((clone.flags & CLONE_PIDFD) && !has_room())
    return answer(f, -EMFILE);
  if (clone.stack)
    return clone_on_stack(f, clone);
  if (clone.flags & CLONE_THREAD)
    return answer(f, -EINVAL);
  // On this stack, with memory of its own: what runs there meanwhile would be
  // this very frame.  The parent still waits if it asked for that.
  clone.flags &= ~u64{CLONE_VM | CLONE_SIGHAND | CLONE_FILES};
  return answer(f, fork_process(clone));
}

void end_clone(CallFrame &f) {
  Clone clone = clone_of(f);
  Table *own = reinterpret_cast<Table *>(f.spare[3]);
  if (own && (f.result < 0 || (clone.flags & CLONE_VFORK)))
    end_child_table(own);
  set_mask(f.spare[2]);
  give_pidfd(clone, f.result);
}

// Its arguments grow with each kernel; who uses it knows older ones that lack
// it, and takes clone.
Then begin_clone3(CallFrame &f) { return answer(f, -ENOSYS); }

Then begin_fork(CallFrame &f) {
  constexpr u64 kChildEnds = 17; // SIGCHLD
  return answer(f, fork_process({kChildEnds, 0, 0, 0, 0}));
}

Then begin_vfork(CallFrame &f) {
  constexpr u64 kChildEnds = 17; // SIGCHLD
  return answer(f, fork_process({CLONE_VFORK | kChildEnds, 0, 0, 0, 0}));
}

Then refuse_to_unshare(CallFrame &f) {
  return refuse(f, "there is one table of virtual descriptors for all threads");
}

Then begin_unshare(CallFrame &f) {
  if ((f.own[0] & CLONE_FILES) && !may_unshare_descriptors())
    return refuse_to_unshare(f);
  return kMake;
}

Then begin_prctl(CallFrame &f) {
  constexpr u64 kDispatch = 59; // PR_SET_SYSCALL_USER_DISPATCH
  if (static_cast<u32>(f.own[0]) == kDispatch)
    return refuse(f, "system calls are intercepted already");
  return kMake;
}

} // namespace ckpt::syscall
