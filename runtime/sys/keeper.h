// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Descriptors of the runtime's own where the process has no number left for
// them.  Then a child that shares the memory, and has a table of descriptors of
// its own, keeps them and makes the calls on them.  The table of the process is
// not touched: no descriptor is closed for it, so no record lock is lost and
// nothing has to be put back.
//
//     process                      keeper, made at the first EMFILE
//     open_own(path)      ---->    openat in its table, which was emptied
//     kKept + number      <----
//     sys::read(that)     ---->    read into the shared memory
//
// It ends with its scope, and with the thread that made it.
// Phase: pre-libc, normal, signal.  Needs: every signal blocked in a scope.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/sys/calls.h"

namespace ckpt::sys {

// While one lives a keeper may be made.
class KeeperScope {
public:
  KeeperScope();
  ~KeeperScope();
  KeeperScope(const KeeperScope &) = delete;
  KeeperScope &operator=(const KeeperScope &) = delete;

private:
  u32 before_;
};

bool keeper_is_there();
// One was needed, and no process could be made.
bool keeper_is_missing();
// By somebody else; the calls that it was to make have failed.
bool keeper_was_killed();
// It has `given`, in ascending order, under the same numbers: what was `fd` is
// kKept + fd then, and the process's own may be closed.
bool start_keeper(Span<const int> given = {});
// What it still keeps is closed.
void end_keeper();
// True: there is one, since the process has less than `wanted` numbers.
bool needs_keeper(int wanted);

// As open(2), here or, with EMFILE, by the keeper; once there is one, always by
// it: to close a file in the process would drop record locks.
SysResult open_own(const char *path, int flags, u32 mode = 0);
// As readlink(2) of /proc/thread-self/fd/`fd`.
SysResult read_link_of(int fd, char *to, size_t size);

// The name by which the process can open `fd` again.
void name_link(int fd, Text<64> &path);
// /proc/thread-self/fdinfo/`fd`, for open_own.
void name_fdinfo(int fd, Text<64> &path);
// poll(2) of one descriptor.
SysResult poll_one(int fd, short events, u64 milliseconds, short &found);

// The same as open_own for another call that makes a descriptor.
SysResult make_own(u64 nr, u64 a = 0, u64 b = 0, u64 c = 0, u64 d = 0,
                   u64 e = 0);

} // namespace ckpt::sys
