// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/threads.h"

#include <asm/prctl.h>
#include <linux/prctl.h>
#include <linux/sched.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/gate.h"
#include "runtime/abi/restorer_blob.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u64 kSecond = 1000000000; // in nanoseconds
constexpr u64 kThreadFlags = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND |
                             CLONE_THREAD | CLONE_SYSVSEM | CLONE_SETTLS;

// The number of another saved thread: the two would be mixed up.
bool is_taken(const image::View &view, const image::Thread &own, i32 tid) {
  for (const image::Thread &t : view.threads)
    if (t.tid == tid && &t != &own)
      return true;
  return false;
}

SysResult create(const image::Thread &thread, u64 blob, ThreadStart &start) {
  u64 flags = kThreadFlags;
  if (thread.tid_address)
    flags |= CLONE_CHILD_CLEARTID;
  return SysResult(__ckpt_create_task(flags, thread.tid_address,
                                      thread.fs_base,
                                      blob + restore::kThreadEntry, &start));
}

// Its code is given up soon, too.  The kernel clears the word, and wakes whoever
// waits for it without FUTEX_PRIVATE_FLAG.
void until_ended(const ThreadStart &start) {
  while (u32 there = load(start.waiting))
    sys::call(__NR_futex, &start.waiting, 0 /* FUTEX_WAIT */, there, 0).ignore();
}

} // namespace

bool create_threads(const image::View &view, u64 blob, Handover &handover,
                    Reason &why) {
  size_t tries = 0;
  for (size_t i = 0; i < handover.stopped.size;) {
    const image::Thread &thread = view.threads[i + 1];
    ThreadStart &start = handover.starts[tries++];
    SysResult made = create(thread, blob, start);
    if (!made.ok()) {
      why.set("its ", view.threads.size, " threads cannot be created (errno ",
              made.error(), "); is the limit of processes (ulimit -u, a "
              "cgroup's pids.max) too small?");
      return false;
    }
    // The text that it comes from is given up soon.
    while (!load(start.waiting))
      futex_wait(start.waiting, 0, kSecond);
    i32 tid = static_cast<i32>(made.value());
    if (is_taken(view, thread, tid) &&
        handover.starts.size - tries >= handover.stopped.size - i) {
      let_go(start, 0);
      until_ended(start);
      continue;
    }
    memcpy(start.name, thread.name, sizeof start.name);
    start.thread = &handover.stopped[i++];
    start.thread->tid = tid;
  }
  return true;
}

} // namespace ckpt::restart
