// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// exec makes SIGCHLD the end signal of whatever runs it (fs/exec.c,
// begin_new_exec), so getent must not be our own child.  It is the child of one
// that shares our memory, never execs, and ends without a signal.
#include "runtime/migrate/resolve.h"

#include <linux/poll.h>

#include "runtime/fd/child.h"
#include "runtime/fd/list.h"
#include "runtime/migrate/link.h"

namespace ckpt::migrate {

namespace {

constexpr int kSigkill = 9, kSigchld = 17, kLastSignal = 64;
constexpr int kNotRun = 127, kUnknownName = 2; // getent(1): 2

struct Lookup {
  const char *host;
  u64 deadline;
  AddressList *list;
  int pipe[2] = {-1, -1};
  i64 child = -EMFILE;
  bool late = false;
  u32 status = 0; // as wait4(2) tells it
};

void close_from(u32 first) {
  if (sys::call(__NR_close_range, first, ~0u, 0).ok())
    return;
  fd::each_descriptor([&](u64 number) { // before Linux 5.9
    if (number >= first)
      sys::close(static_cast<int>(number)).ignore();
    return true;
  });
}

// The actions before the mask: our handlers must not run in a child that
// shares our memory.
void reset_signals() {
  image::Action action = {};
  for (int sig = 1; sig <= kLastSignal; ++sig)
    sys::rt_sigaction(sig, &action, nullptr).ignore();
  u64 none = 0;
  sys::rt_sigprocmask(2 /* SIG_SETMASK */, &none, nullptr).ignore();
}

// Texts in arrays: a table of pointers would need relocations.
constexpr char kPaths[][40] = {"/usr/bin/getent", "/bin/getent",
                               "/run/current-system/sw/bin/getent"};

void run_getent(void *argument) {
  const Lookup &lookup = *static_cast<const Lookup *>(argument);
  char name[] = "getent", database[] = "ahosts", locale[] = "LC_ALL=C";
  sys::dup3(lookup.pipe[1], 1, 0).ignore();
  int null = sys::open("/dev/null", O_RDWR).fd();
  sys::dup3(null, 0, 0).ignore();
  sys::dup3(null, 2, 0).ignore();
  close_from(3);
  reset_signals();
  const char *arguments[4] = {}, *environment[2] = {};
  arguments[0] = name;
  arguments[1] = database;
  arguments[2] = lookup.host;
  environment[0] = locale;
  for (const char (&path)[40] : kPaths)
    sys::call(__NR_execve, path, arguments, environment).ignore();
  sys::call(__NR_exit, kNotRun).ignore();
}

void take_line(StringView line, AddressList &list) {
  if (list.count < AddressList::kMost &&
      parse_getent_line(line, list.entries[list.count]))
    ++list.count;
}

// True at the end of the output, false at the deadline.
bool read_output(int fd, u64 deadline, AddressList &list) {
  char line[512];
  size_t size = 0;
  for (;;) {
    u64 now = now_ms();
    pollfd p = {fd, POLLIN, 0};
    if (now >= deadline)
      return false;
    if (sys::call(__NR_poll, &p, 1, deadline - now).value() <= 0)
      continue;
    char c;
    if (sys::read(fd, &c, 1).value() <= 0)
      return true;
    if (c == '\n')
      take_line({line, size}, list);
    size = c == '\n' ? 0 : min(size + 1, sizeof line);
    if (size)
      line[size - 1] = c;
  }
}

// Above 0 to 2, which the program may have closed.
bool open_pipe(Lookup &lookup) {
  int ends[2];
  if (!sys::call(__NR_pipe2, ends, O_CLOEXEC).ok())
    return false;
  for (int i = 0; i < 2; ++i) {
    SysResult moved = sys::fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
    if (!moved.ok())
      return false;
    lookup.pipe[i] = moved.fd();
  }
  sys::close(ends[0]).ignore();
  sys::close(ends[1]).ignore();
  return true;
}

// In the child between: its descriptors and signal actions are its own.
void look_up(Lookup &lookup) {
  image::Action action = {};
  sys::rt_sigaction(kSigchld, &action, nullptr).ignore(); // else no status
  // Where no number is left.
  constexpr int kPipes = 4;
  if (!open_pipe(lookup)) {
    fd::make_room(kPipes, [](int fd) { return fd < 3; });
    if (!open_pipe(lookup))
      return;
  }
  lookup.child = __ckpt_clone_and_call(&run_getent, &lookup);
  sys::close(lookup.pipe[1]).ignore();
  if (lookup.child < 0)
    return;
  lookup.late =
      !read_output(lookup.pipe[0], lookup.deadline, *lookup.list);
  if (lookup.late)
    sys::call(__NR_kill, lookup.child, kSigkill).ignore();
  sys::call(__NR_wait4, lookup.child, &lookup.status, __WALL, nullptr)
      .ignore();
}

bool explain(const Lookup &lookup, u32 seconds, Reason &why) {
  why.set("the address of ", lookup.host);
  int status = static_cast<int>(lookup.status >> 8 & 0xff);
  if (lookup.child < 0)
    why.add(" cannot be looked up: no process could be made for it (errno ",
            -lookup.child, ")");
  else if (lookup.late)
    why.add(" was not found within ", seconds,
            " s; does its name server answer?");
  else if (status == kNotRun)
    why.add(" cannot be looked up: there is no getent here");
  else if (lookup.status == 0 || status == kUnknownName)
    why.add(" is not known here");
  else
    why.add(" cannot be looked up: getent ended with status ", lookup.status);
  why.add("; an address in digits needs no look-up");
  return false;
}

} // namespace

bool find_addresses(const char *host, u32 seconds, AddressList &list,
                    Reason &why) {
  list.count = 0;
  if (parse_address(host, list.entries[0])) {
    list.count = 1;
    return true;
  }
  if (!is_host_name(host)) {
    why.set("the host name has characters that no name has; give a name or an "
            "address");
    return false;
  }
  Lookup lookup;
  lookup.host = host;
  lookup.deadline = now_ms() + u64{seconds} * 1000;
  lookup.list = &list;
  if (!fd::in_child([&] { look_up(lookup); }))
    lookup.child = -EAGAIN;
  return list.count || explain(lookup, seconds, why);
}

} // namespace ckpt::migrate
