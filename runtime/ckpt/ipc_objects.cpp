// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/ipc_objects.h"

#include <asm/errno.h>
#include <asm/msgbuf.h>
#include <asm/sembuf.h>
#include <linux/ipc.h>

#include "runtime/ckpt/report.h"
#include "runtime/sys/calls.h"

namespace ckpt {

namespace {

constexpr size_t kMost = 64;

// `place`: 0 is free; else the kind in the upper half, and the number.
struct Noted {
  u64 place;
  i32 key;
  bool told;
};
constinit Noted noted[kMost] = {};
constexpr u64 kBeingNoted = ~u64{0}; // its key is not there yet

u64 place_of(IpcKind kind, i32 number) {
  return u64{static_cast<u32>(kind)} << 32 | static_cast<u32>(number);
}
IpcKind kind_of(u64 place) { return static_cast<IpcKind>(place >> 32); }
i32 number_of(u64 place) { return static_cast<i32>(place); }
u64 load(const Noted &one) {
  return __atomic_load_n(&one.place, __ATOMIC_SEQ_CST);
}

enum class Found { kSame, kOther, kGone };

// One that may not be looked at is there.
Found look_for(const Noted &one, u64 place) {
  struct semid64_ds semaphores = {};
  struct msqid64_ds messages = {};
  bool of_semaphores = kind_of(place) == IpcKind::kSemaphores;
  SysResult there =
      of_semaphores
          ? sys::call(__NR_semctl, number_of(place), 0, IPC_STAT, &semaphores)
          : sys::call(__NR_msgctl, number_of(place), IPC_STAT, &messages);
  if (there.error() == EINVAL || there.error() == EIDRM)
    return Found::kGone;
  i32 key = of_semaphores ? semaphores.sem_perm.key : messages.msg_perm.key;
  return there.ok() && key != one.key ? Found::kOther : Found::kSame;
}

Text<96> name_of(const Noted &one, u64 place) {
  return Text<96>(kind_of(place) == IpcKind::kSemaphores
                      ? StringView("set of System V semaphores ")
                      : StringView("System V message queue "),
                  number_of(place), " (key ", Hex{static_cast<u32>(one.key)},
                  ")");
}

} // namespace

void tell_ipc_objects() {
  for (Noted &one : noted) {
    u64 place = load(one);
    if (!place || place == kBeingNoted || one.told ||
        look_for(one, place) != Found::kSame)
      continue;
    one.told = true;
    unsup("the ", name_of(one, place), " is not saved: a restarted job finds "
          "it as it is by then, or not at all");
  }
}

void tell_missing_ipc_objects() {
  for (Noted &one : noted) {
    u64 place = load(one);
    Found found = place && place != kBeingNoted ? look_for(one, place)
                                                : Found::kSame;
    if (found == Found::kSame)
      continue;
    __atomic_store_n(&one.place, 0, __ATOMIC_SEQ_CST);
    if (one.told)
      unsup("the ", name_of(one, place), " that the job has used ",
            found == Found::kGone ? StringView("is gone")
                                  : StringView("is another now"),
            ": its calls on it fail, or reach a stranger's");
  }
}

} // namespace ckpt

extern "C" void __ckpt_know_ipc(ckpt::IpcKind kind, ckpt::i32 number,
                                ckpt::i32 key) {
  using namespace ckpt;
  u64 place = place_of(kind, number);
  for (const Noted &one : noted)
    if (load(one) == place && one.key == key)
      return;
  for (Noted &one : noted) {
    u64 none = 0;
    if (!__atomic_compare_exchange_n(&one.place, &none, kBeingNoted, false,
                                     __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
      continue;
    one.key = key;
    one.told = false;
    __atomic_store_n(&one.place, place, __ATOMIC_SEQ_CST);
    return;
  }
}
