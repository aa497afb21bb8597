// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/again.h"

#include <asm/errno.h>
#include <asm/signal.h>
#include <linux/time.h>
#include <linux/wait.h>

#include "runtime/abi/api.h"
#include "runtime/abi/shown_number.h"
#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/cut_connections.h"
#include "runtime/ckpt/arena.h"
#include "runtime/ckpt/fd_provenance.h"
#include "runtime/ckpt/report.h"
#include "runtime/fd/describe.h"
#include "runtime/fd/list.h"
#include "runtime/proc/number.h"
#include "runtime/restart/restart.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/exec.h"
#include "runtime/syscall/trap.h"

namespace ckpt::start {

namespace {

constexpr char kSelf[] = "/proc/thread-self/exe";
constexpr int kSigkill = 9;

struct Settings {
  char magic[16];
  Config config;
};
constexpr char kMagic[16] = "ckpt settings 1";

// "the current image" of ckpt.h.
void name_image(Config &config) {
  config.restart = true;
  if (state.image_to_descriptor) {
    // Where it is behind exec.
    Text<64> path("/proc/thread-self/fd/",
                  __ckpt_shown_number(state.image_descriptor));
    memcpy(config.restart_image, path.c_str(), path.view().size + 1);
    sys::fcntl(state.image_descriptor, F_SETFD, 0).ignore();
  } else {
    memcpy(config.restart_image, config.image, sizeof config.image);
  }
}

// Where the restart looks for what the job was started with.
bool put_virtual_at_numbers(Arena &room, syscall::Moves &moves) {
  size_t most = syscall::is_on() ? syscall::count_moves() : 0;
  moves = {nullptr, 0};
  if (!most)
    return true;
  if (!room.reserve(most * sizeof(syscall::Move)).ok())
    return false;
  moves.list = room.array<syscall::Move>(most).data;
  return syscall::put_at_numbers(moves, most);
}

// Descriptors that the program was not started with, but the image.
template <class Each> void each_own(Each each) {
  fd::each_descriptor([&](u64 number) {
    struct stat st;
    int fd = static_cast<int>(number);
    bool image = state.image_to_descriptor &&
                 (fd == state.image_descriptor ||
                  fd == __ckpt_shown_number(state.image_descriptor));
    if (!image && sys::fstat(fd, st).ok() && !find_provenance(fd, st).entry)
      each(fd);
    return true;
  });
}

// In a copy of this process: it may open and map what it likes.
[[noreturn]] void try_and_exit() {
  for (WarningMode &mode : state.config.warning)
    mode = WarningMode::kOff;
  name_image(state.config);
  Reason why;
  Arena room;
  syscall::Moves moves;
  sys::KeeperScope scope;
  bool good = put_virtual_at_numbers(room, moves);
  each_own([](int fd) { sys::close(fd).ignore(); }); // numbers are needed
  sys::end_keeper();
  good = good && restart::can_restart(why);
  if (!good)
    error("restart(): cannot restart from ", state.config.restart_image, ": ",
          why);
  sys::exit_group(good ? 0 : 1);
}

bool copy_finds_it_good(Reason &why) {
  constexpr u64 kNoSignalAtItsEnd = 0;
  SysResult copy = sys::call(__NR_clone, kNoSignalAtItsEnd, 0, 0, 0, 0);
  if (!copy.ok()) {
    why.set("restart(): the process cannot be copied to try it (errno ",
            copy.error(), ")");
    return false;
  }
  if (copy.value() == 0)
    try_and_exit();
  int status = 0;
  SysResult ended(0);
  do
    ended = sys::call(__NR_wait4, copy.value(), &status, __WALL, nullptr);
  while (ended.error() == EINTR);
  return ended.ok() && status == 0;
}

void fill(Settings &settings) {
  memcpy(settings.magic, kMagic, sizeof kMagic);
  settings.config = state.config;
  settings.config.cmd_fd_given = false; // its stream has been read
  settings.config.cmd_file[0] = 0;
  name_image(settings.config);
}

// -1, or a memfd that outlives exec.
int hand_over(const Settings &settings) {
  SysResult made = sys::call(__NR_memfd_create, kSettingsVariable, 0);
  if (made.ok() && sys::pwrite(made.fd(), &settings, sizeof settings, 0)
                           .value() == static_cast<i64>(sizeof settings))
    return made.fd();
  return -1;
}

// The program's environment and our variable.
char **environment_with(Arena &arena, char *const *environment,
                        const char *ours) {
  size_t count = 0;
  while (environment && environment[count])
    ++count;
  if (!arena.reserve((count + 2) * sizeof(char *)).ok())
    return nullptr;
  char **list = arena.array<char *>(count + 2).data;
  if (count)
    memcpy(list, environment, count * sizeof(char *));
  list[count] = const_cast<char *>(ours);
  return list;
}

// What is the program's own must be gone when the restart makes it anew: a port
// has one listener, a FIFO keeps its bytes while it is open, and there may be no
// more numbers than the program had.
void let_go_at_exec(int settings) {
  sys::KeeperScope scope;
  each_own([&](int fd) {
    if (fd != settings)
      sys::fcntl(fd, F_SETFD, FD_CLOEXEC).ignore();
  });
}

void execute(char *const *environment, Reason &why) {
  Settings handed = {};
  fill(handed);
  Arena room;
  syscall::Moves moves;
  bool placed = put_virtual_at_numbers(room, moves);
  int settings = placed ? hand_over(handed) : -1;
  Arena arena;
  Text<64> variable(kSettingsVariable, "=", settings);
  char **variables =
      environment_with(arena, environment, variable.c_str());
  int error = ENOMEM;
  if (settings >= 0 && variables) {
    // Set one by one: a list would be a table of pointers.
    const char *argv[4];
    argv[0] = state.executable;
    argv[1] = "-_condor_restart";
    argv[2] = state.config.image;
    argv[3] = nullptr;
    let_go_at_exec(settings);
    cut_connections(Cut::kShort);
    error = sys::call(__NR_execve, kSelf, argv, variables).error();
    cut_connections(Cut::kSpare);
  }
  why.set("restart(): ", kSelf, " cannot be started (errno ", error, ")");
  arena.release();
  if (settings >= 0)
    sys::close(settings).ignore();
  if (moves.count)
    syscall::take_back(moves);
  room.release();
}

// On the runtime's own stack, every signal blocked.
void attempt(void *environment) {
  Reason why;
  if (copy_finds_it_good(why))
    execute(static_cast<char *const *>(environment), why);
  if (!why.empty())
    error(why);
  if (state.config.on_error == OnError::kKill)
    sys::tgkill(sys::getpid(), sys::gettid(), kSigkill).ignore();
}

[[gnu::noinline]] void refuse_here() {
  error("restart(): only the job itself can restart, not a process that it "
        "forked, nor one with more rights than its user");
}

} // namespace

bool take_settings(StringView value, Config &config, Reason &why) {
  u64 number = 0;
  Settings settings;
  bool good = proc::take_dec(value, number) && value.empty() &&
              number < 1u << 30;
  int fd = static_cast<int>(number);
  good = good &&
         sys::pread(fd, &settings, sizeof settings, 0).value() ==
             static_cast<i64>(sizeof settings) &&
         memcmp(settings.magic, kMagic, sizeof kMagic) == 0;
  if (!good) {
    why.set(kSettingsVariable,
            " is set, and restart() did not set it; remove it from the "
            "environment");
    return false;
  }
  sys::close(fd).ignore();
  config = settings.config;
  // Of the program that was given up; an exec keeps them.
  itimerval none = {};
  for (int which = ITIMER_REAL; which <= ITIMER_PROF; ++which)
    sys::call(__NR_setitimer, which, &none, nullptr).ignore();
  return true;
}

} // namespace ckpt::start

using namespace ckpt;

void __ckpt_restart(char *const *environment) {
  if (!state.armed || sys::getpid() != state.pid)
    return start::refuse_here();
  u64 all = ~signal_bit(kStopSignal), before = 0;
  sys::rt_sigprocmask(SIG_BLOCK, &all, &before).ignore();
  __ckpt_on_own_stack(&start::attempt, const_cast<char **>(environment));
  sys::rt_sigprocmask(SIG_SETMASK, &before, nullptr).ignore();
}
