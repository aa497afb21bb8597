// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/sys/keeper.h"

#include <asm/errno.h>
#include <linux/poll.h>
#include <linux/prctl.h>
#include <linux/wait.h>

#include "runtime/arch/x86_64/entry.h"

namespace ckpt::sys {

// Whose turn it is.  The kernel writes kEnded when the keeper ends, however that
// comes (CLONE_CHILD_CLEARTID), and wakes who waits without FUTEX_PRIVATE_FLAG.
enum Turn : u32 { kEnded, kAnswered, kAsked, kStarts };

constexpr size_t kMostGiven = 4;

struct Keeper {
  u32 turn;
  u32 lock; // one caller at a time: threads that are being stopped call, too
  u32 scopes;
  bool missing, killed;
  i32 pid; // 0: there is none
  i32 owner;
  u64 nr;
  u64 arguments[6];
  i64 result;
  int given[kMostGiven];
  size_t given_count;
};

} // namespace ckpt::sys

#pragma GCC visibility push(hidden)
extern "C" ckpt::sys::Keeper __ckpt_keeper;
#pragma GCC visibility pop

namespace ckpt::sys {

namespace {

Keeper &keeper() { return __ckpt_keeper; }

u32 load(const u32 &word) { return __atomic_load_n(&word, __ATOMIC_SEQ_CST); }

void wait_while(const u32 &word, u32 value) {
  while (load(word) == value)
    call(__NR_futex, &word, 0 /* FUTEX_WAIT */, value, nullptr).ignore();
}

void pass(u32 &word, u32 value) {
  __atomic_store_n(&word, value, __ATOMIC_SEQ_CST);
  call(__NR_futex, &word, 1 /* FUTEX_WAKE */, 1).ignore();
}

class Locked {
public:
  Locked() {
    while (__atomic_exchange_n(&keeper().lock, 1u, __ATOMIC_SEQ_CST))
      call(__NR_futex, &keeper().lock, 0 /* FUTEX_WAIT */, 1, nullptr).ignore();
  }
  ~Locked() { pass(keeper().lock, 0); }
};

// The keeper, from here.

void raise_limit(int which) {
  rlimit64 limit;
  if (prlimit(which, nullptr, &limit).ok()) {
    limit.rlim_cur = limit.rlim_max;
    prlimit(which, &limit, nullptr).ignore();
  }
}

bool is_given(int fd) {
  for (size_t i = 0; i < keeper().given_count; ++i)
    if (keeper().given[i] == fd)
      return true;
  return false;
}

// Its copy of the program's table: it must hold no pipe open, nor be seen as
// another process that has one.
void empty_own_table() {
  const Keeper &k = keeper();
  int above = k.given_count ? k.given[k.given_count - 1] + 1 : 0;
  bool emptied = call(__NR_close_range, above, ~0u, 0).ok();
  rlimit64 limit = {0, 1 << 20};
  prlimit(RLIMIT_NOFILE, nullptr, &limit).ignore();
  int end = emptied ? above // before Linux 5.9
                    : static_cast<int>(min<u64>(limit.rlim_max, 1 << 20));
  for (int fd = 0; fd < end; ++fd)
    if (!is_given(fd))
      call(__NR_close, fd).ignore();
}

void serve(void *) {
  Keeper &k = keeper();
  prctl(PR_SET_PDEATHSIG, 9 /* SIGKILL */).ignore();
  // Whoever made it may have ended before that.
  if (call(__NR_getppid).value() != k.owner)
    return;
  raise_limit(RLIMIT_NOFILE);
  raise_limit(RLIMIT_FSIZE);
  empty_own_table();
  for (;;) {
    pass(k.turn, kAnswered);
    wait_while(k.turn, kAnswered);
    const u64 (&a)[6] = k.arguments;
    k.result = arch::syscall6(k.nr, a[0], a[1], a[2], a[3], a[4], a[5]);
  }
}

// The process, from here.

void reap() {
  Keeper &k = keeper();
  while (call(__NR_wait4, k.pid, nullptr, __WALL, nullptr).error() == EINTR) {
  }
  k.pid = 0;
}

SysResult ask(u64 nr, const u64 (&arguments)[6]) {
  Keeper &k = keeper();
  if (!k.pid || load(k.turn) == kEnded)
    return SysResult(-EBADF);
  k.nr = nr;
  for (size_t i = 0; i < 6; ++i)
    k.arguments[i] = arguments[i];
  pass(k.turn, kAsked);
  wait_while(k.turn, kAsked);
  if (load(k.turn) != kEnded)
    return SysResult(k.result);
  k.killed = nr != __NR_exit;
  return SysResult(-EIO);
}

bool start(Span<const int> given) {
  Keeper &k = keeper();
  if (k.pid)
    return true;
  if (given.size > kMostGiven)
    return false;
  k.given_count = given.size;
  for (size_t i = 0; i < given.size; ++i)
    k.given[i] = given[i];
  k.turn = kStarts;
  i64 child =
      __ckpt_clone_apart(serve, nullptr, __ckpt_keeper_stack_top, &k.turn);
  k.missing = child < 0;
  if (child < 0)
    return false;
  k.pid = static_cast<i32>(child);
  wait_while(k.turn, kStarts);
  if (load(k.turn) == kAnswered)
    return true;
  reap();
  return false;
}

// To the keeper /proc/self is another process than to its maker.
bool name_for_keeper(StringView path, Text<4400> &to) {
  constexpr StringView kThread = "/proc/thread-self", kProcess = "/proc/self";
  StringView prefix = path.starts_with(kThread)    ? kThread
                      : path.starts_with(kProcess) ? kProcess
                                                   : StringView();
  StringView rest = path.drop(prefix.size);
  if (prefix.empty() || !rest.starts_with("/"))
    return false;
  char leads[64];
  Text<32> link(prefix);
  SysResult n = readlink(link.c_str(), leads, sizeof leads);
  if (!n.ok())
    return false;
  to.set("/proc/", StringView(leads, static_cast<size_t>(n.value())), rest);
  return !to.cut();
}

SysResult kept(SysResult made) {
  return made.ok() ? SysResult(made.value() + kKept) : made;
}

} // namespace

SysResult kept_call(u64 nr, const u64 (&arguments)[6]) {
  Locked one;
  return ask(nr, arguments);
}

SysResult call_on_any(u64 nr, int fd, u64 a, u64 b) {
  return call_on_any(nr, fd, a, b, 0, 0, 0);
}

SysResult call_on_any(u64 nr, int fd, u64 a, u64 b, u64 c, u64 d, u64 e) {
  return fd < kKept ? call(nr, fd, a, b, c, d, e)
                    : kept_call(nr, {word(fd - kKept), a, b, c, d, e});
}

SysResult mmap_any(u64 at, u64 size, int prot, int flags, int fd, u64 off) {
  return fd < kKept ? mmap(at, size, prot, flags, fd, off)
                    : kept_call(__NR_mmap, {at, size, word(prot), word(flags),
                                            word(fd - kKept), off});
}

// A forked child may have the memory of a scope that is not its own.
KeeperScope::KeeperScope() {
  if (keeper().owner != getpid())
    keeper() = {};
  before_ = keeper().scopes++;
  keeper().missing = keeper().killed = false;
  keeper().owner = getpid();
}

KeeperScope::~KeeperScope() {
  if (!before_)
    end_keeper();
  keeper().scopes = before_;
}

bool keeper_is_there() {
  return keeper().pid && keeper().owner == getpid();
}

bool keeper_is_missing() { return keeper().missing; }
bool keeper_was_killed() { return keeper().killed; }

// A child of ours that lives for a moment makes none, and waits for no lock that
// its parent had.
bool start_keeper(Span<const int> given) {
  if (!keeper().scopes || keeper().owner != getpid())
    return false;
  Locked one;
  return start(given);
}

void end_keeper() {
  if (!keeper_is_there())
    return;
  Locked one;
  ask(__NR_exit, {}).ignore();
  reap();
}

bool needs_keeper(int wanted) {
  constexpr int kMost = 8;
  if (keeper_is_there())
    return true;
  int probes[kMost], count = 0, error = 0;
  while (!error && count < min(wanted, kMost)) {
    SysResult probe = open("/", O_PATH | O_CLOEXEC);
    error = probe.error();
    if (probe.ok())
      probes[count++] = probe.fd();
  }
  while (count)
    call(__NR_close, probes[--count]).ignore();
  return error == EMFILE && start_keeper();
}

SysResult make_own(u64 nr, u64 a, u64 b, u64 c, u64 d, u64 e) {
  if (!keeper_is_there()) {
    SysResult made = call(nr, a, b, c, d, e);
    if (made.error() != EMFILE || !start_keeper())
      return made;
  }
  return kept(kept_call(nr, {a, b, c, d, e}));
}

SysResult open_own(const char *path, int flags, u32 mode) {
  Text<4400> name;
  if (!keeper_is_there()) {
    SysResult opened = open(path, flags, mode);
    if (opened.error() != EMFILE || !start_keeper())
      return opened;
  }
  if (name_for_keeper(path, name))
    path = name.c_str();
  return kept(kept_call(__NR_openat, {word(AT_FDCWD), word(path), word(flags),
                                      mode}));
}

// The keeper's number may be another one in that /proc than here.
void name_link(int fd, Text<64> &path) {
  char leads[32];
  path.set("/proc/thread-self/fd/", fd);
  if (fd < kKept)
    return;
  SysResult n =
      kept_call(__NR_readlink, {word("/proc/self"), word(leads), sizeof leads});
  if (n.ok())
    path.set("/proc/", StringView(leads, static_cast<size_t>(n.value())),
             "/fd/", fd & ~kKept);
}

// The dot keeps name_for_keeper from it.
void name_fdinfo(int fd, Text<64> &path) {
  path.set("/proc", fd < kKept ? "" : "/.", "/thread-self/fdinfo/",
           fd & ~kKept);
}

SysResult poll_one(int fd, short events, u64 milliseconds, short &found) {
  pollfd p = {fd < 0 ? fd : fd & ~kKept, events, 0};
  SysResult n = fd < kKept
                    ? call(__NR_poll, &p, 1, milliseconds)
                    : kept_call(__NR_poll, {word(&p), 1, milliseconds});
  found = p.revents;
  return n;
}

SysResult read_link_of(int fd, char *to, size_t size) {
  Text<64> link("/proc/thread-self/fd/", fd < 0 ? fd : fd & ~kKept);
  return fd < kKept ? readlink(link.c_str(), to, size)
                    : kept_call(__NR_readlink, {word(link.c_str()), word(to),
                                                size});
}

} // namespace ckpt::sys
