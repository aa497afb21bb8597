// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exec: the next program has no virtual descriptors, so what it inherits is put
// at the numbers that this one knows it by.  If the call fails, all is put back;
// what would fail anyway is asked for before.
//
// Closing a descriptor drops the process's record locks on its file, so those
// do not outlive an exec: docs/limits.md.
#include "runtime/syscall/exec.h"

#include "runtime/syscall/above_limit.h"
#include "runtime/syscall/by_hand.h"
#include "runtime/syscall/placeholder.h"
#include "runtime/syscall/processes.h"
#include "runtime/syscall/trap.h"
#include "runtime/syscall/trap_mask.h"

namespace ckpt::syscall {

namespace {

constexpr u64 kEmptyPath = 0x1000;      // AT_EMPTY_PATH
constexpr u64 kNoFollow = 0x100;        // AT_SYMLINK_NOFOLLOW
constexpr u64 kEffective = 0x200;       // AT_EACCESS
constexpr u64 kMayRun = 1;              // X_OK

bool outlives_exec(i32 real) {
  SysResult flags = sys::fcntl(real, F_GETFD);
  return flags.ok() && !(flags.value() & FD_CLOEXEC);
}

bool must_move(i32 number, i32 real) {
  return real >= 0 && real != number && outlives_exec(real);
}

// A copy under a number that nobody needs.
i32 copy_aside(i32 real) {
  for (u64 from = 3;;) {
    SysResult copy = sys::fcntl(real, F_DUPFD_CLOEXEC, from);
    if (!copy.ok() || real_of(copy.fd()) < 0)
      return copy.ok() ? copy.fd() : -1;
    sys::close(copy.fd()).ignore();
    from = static_cast<u64>(copy.fd()) + 1;
  }
}

// Where a descriptor was before is not kept any more: if the exec fails it stays
// at the number that it has then.
bool give_up_copy(Moves &moves) {
  for (size_t i = 0; i < moves.count; ++i) {
    Move &move = moves.list[i];
    if (move.real < 0 || real_of(move.number) != move.number)
      continue;
    sys::close(move.real).ignore();
    move.real = -1;
    return true;
  }
  return false;
}

// The same, of the one that has just been replaced.
void forget_copy(Moves &moves, i32 real) {
  for (size_t i = 0; i < moves.count; ++i)
    if (moves.list[i].real == real)
      moves.list[i].real = -1;
}

// Behind a fork the table is newer than the descriptors: what another thread has
// opened in between is not here.
bool put(Move &move, Moves &earlier) {
  move.other = virtual_of(move.number);
  if (!sys::fcntl(move.number, F_GETFD).ok())
    move.other = -1;
  move.other_real = -1;
  if (is_placeholder(move.number)) {
    move.other_real = copy_aside(move.number);
  } else if (move.other >= 0) {
    do
      move.other_real = copy_aside(move.number);
    while (move.other_real < 0 && give_up_copy(earlier));
    if (move.other_real < 0)
      return false;
    // It must go on to where it belongs, or not outlive the exec.
    if (outlives_exec(move.number))
      sys::fcntl(move.other_real, F_SETFD, 0).ignore();
    change(move.other, move.other_real);
  }
  if (!dup_above_limit(move.real, move.number, 0).ok())
    return false;
  forget_copy(earlier, move.number);
  change(move.number, move.number);
  sys::fcntl(move.real, F_SETFD, FD_CLOEXEC).ignore();
  return true;
}

// Without the one before, it stays where it is, and who was there too.
void take_back(const Move &move) {
  if (move.real < 0) {
    if (move.other < 0 && move.other_real >= 0)
      sys::close(move.other_real).ignore();
    return;
  }
  if (real_of(move.number) == move.number) {
    sys::fcntl(move.real, F_SETFD, 0).ignore();
    change(move.number, move.real);
    if (move.other_real < 0)
      sys::close(move.number).ignore();
  }
  if (move.other_real < 0)
    return;
  int flags = outlives_exec(move.other_real) ? 0 : O_CLOEXEC;
  bool placed = dup_above_limit(move.other_real, move.number, flags).ok();
  if (!placed && move.other >= 0)
    return;
  if (move.other >= 0)
    change(move.other, move.number);
  sys::close(move.other_real).ignore();
}

i64 put_all(CallFrame &f) {
  Moves moves = {nullptr, 0};
  f.spare[2] = f.spare[3] = 0;
  size_t most = count_moves();
  if (!most)
    return 0;
  moves.list = static_cast<Move *>(scratch(f, most * sizeof(Move)));
  if (!moves.list)
    return -ENOMEM;
  bool good = put_at_numbers(moves, most);
  f.spare[2] = reinterpret_cast<u64>(moves.list);
  f.spare[3] = moves.count;
  return good ? 0 : -EMFILE;
}

// A signal that is ignored or blocked stays so in the next program.  Nothing traps
// from here on, so descriptors have to be in their places.
void hand_trap_signal_on(CallFrame &f) {
  constexpr u64 kIgnore = 1; // SIG_IGN
  bool ignored = state.user_actions[kTrapSignal - 1].handler == kIgnore &&
                 has_table_alone();
  bool blocked = blocks_trap_signal();
  f.spare[0] = ignored || blocked;
  f.spare[1] = ignored;
  if (f.spare[0])
    stop_trap();
  if (ignored)
    give_trap_action();
  give_trap_mask();
}

i64 look(const CallFrame &f, bool at) {
  u64 directory = at ? f.call[0] : static_cast<u64>(i64{AT_FDCWD});
  u64 name = f.call[at ? 1 : 0], flags = at ? f.own[4] : 0;
  struct stat st;
  SysResult seen = sys::call(__NR_newfstatat, directory, name, &st,
                             flags & (kEmptyPath | kNoFollow));
  if (!seen.ok())
    return seen.value();
  SysResult may = sys::call(__NR_faccessat2, directory, name, kMayRun,
                            kEffective | (flags & (kEmptyPath | kNoFollow)));
  return may.error() == EACCES ? -EACCES : 0;
}

} // namespace

size_t count_moves() {
  u32 top = table().top;
  size_t count = 0;
  for (u32 i = 0; i < top; ++i)
    count += must_move(static_cast<i32>(i), real_of(static_cast<i32>(i)));
  return count;
}

// One that has been moved aside meanwhile has not become more.
bool put_at_numbers(Moves &moves, size_t room) {
  u32 top = table().top;
  for (u32 i = 0; i < top && moves.count < room; ++i) {
    Move move = {static_cast<i32>(i), real_of(static_cast<i32>(i)), -1, -1};
    if (!must_move(move.number, move.real))
      continue;
    bool good = put(move, moves);
    moves.list[moves.count++] = move;
    if (good)
      continue;
    take_back(moves);
    return false;
  }
  return true;
}

void take_back(Moves &moves) {
  while (moves.count)
    take_back(moves.list[--moves.count]);
}

Then begin_exec(CallFrame &f) {
  bool at = f.own_number == __NR_execveat;
  if (trap_outlives_exec())
    return refuse(f, "on this kernel the next program would be intercepted "
                     "too (no Syscall User Dispatch, Linux 5.11)");
  i64 error = look(f, at);
  if (!error)
    error = put_all(f);
  if (error)
    return answer(f, error);
  hand_trap_signal_on(f);
  if (at && f.fd(0) != AT_FDCWD)
    f.call[0] = static_cast<u32>(real_or_none(f.fd(0)));
  return kMake;
}

void end_exec(CallFrame &f) {
  Moves moves = {reinterpret_cast<Move *>(f.spare[2]), f.spare[3]};
  if (f.spare[1])
    restore_trap_signal(false);
  if (f.spare[0]) {
    take_trap_mask_back();
    arm_thread();
  }
  take_back(moves);
}

} // namespace ckpt::syscall
