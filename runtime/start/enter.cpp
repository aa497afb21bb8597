// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/start/enter.h"

#include <linux/auxvec.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/handler.h"
#include "runtime/ckpt/interval.h"
#include "runtime/ckpt/owner.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/ckpt/temporary.h"
#include "runtime/image/elf_layout.h"
#include "runtime/migrate/token.h"
#include "runtime/restart/restart.h"
#include "runtime/start/again.h"
#include "runtime/start/ancestors.h"
#include "runtime/start/auto_restart.h"
#include "runtime/start/commands.h"
#include "runtime/start/flags.h"
#include "runtime/start/help.h"
#include "runtime/start/option_names.h"
#include "runtime/start/option_values.h"
#include "runtime/start/surroundings.h"
#include "runtime/start/tidy_stack.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/inherited.h"
#include "runtime/syscall/trap.h"

// A debugger sets this to 0 to let a program go that waits for it.
extern "C" volatile int __ckpt_waiting_for_debugger;
volatile int __ckpt_waiting_for_debugger;

namespace ckpt {
constinit State state = {};
} // namespace ckpt

namespace ckpt::start {

namespace {

constexpr int kFatal = 255;

[[noreturn]] void fatal(const Reason &why) {
  error(why);
  sys::exit_group(kFatal);
}

u64 auxiliary(const u64 *auxv, u64 type) {
  for (; auxv[0] != AT_NULL; auxv += 2)
    if (auxv[0] == type)
      return auxv[1];
  return 0;
}

// A set-user-ID program must not be told by its user where to write.
void refuse_if_flagged(const Arguments &arguments) {
  for (int i = 1; i < arguments.count; ++i) {
    if (!is_flag(arguments.argv[i]))
      continue;
    Reason why("this program runs with more rights than its user "
               "(set-user-ID, set-group-ID or file capabilities): it cannot be "
               "checkpointed, and takes no flag such as ",
               arguments.argv[i]);
    fatal(why);
  }
}

void read_flags(const Arguments &arguments) {
  Reason why;
  StringView settings =
      find_environment(arguments.envp, kSettingsVariable);
  if (settings.data) {
    if (!take_settings(settings, state.config, why))
      fatal(why);
    return;
  }
  StringView flags(__ckpt_program_note.default_flags,
                   sizeof __ckpt_program_note.default_flags);
  StringView environment = find_environment(arguments.envp, "CKPT_FLAGS");
  bool good = parse_text(flags, FlagSource::kDefault, state.config, why);
  // Whatever was linked with these flags has that name.
  state.config.own_name = false;
  if (!good ||
      !parse_text(environment, FlagSource::kEnvironment, state.config, why) ||
      !parse_argv(arguments.count, arguments.argv, state.config, why) ||
      !flags_agree(state.config, why))
    fatal(why);
}

// Whoever may look into this process later finds it nowhere.
void take_token(const Arguments &arguments) {
  migrate::keep_token(find_environment(arguments.envp, "CKPT_TOKEN"));
  wipe_environment(arguments.envp, "CKPT_TOKEN");
}

void print_help_and_exit() {
  print_help(
      [](void *, StringView line) {
        Text<1024> text(line, "\n");
        sys::write(1, text.view().data, text.view().size).ignore();
      },
      nullptr);
  sys::exit_group(0);
}

void print_notices() {
  if (!state.config.flag_in_argv)
    return;
  if (state.config.restart)
    notice("Will restart from ", state.config.restart_image);
  else if (state.config.image[0])
    notice("Will checkpoint to ", state.config.image);
  if (!state.config.restart && !has_command_stream(state.config))
    notice("Remote system calls disabled.");
}

// Before the first command is read: a stream may be long in coming.
void print_stream_notices() {
  if (!state.config.flag_in_argv)
    return;
  notice("Remote system calls enabled.");
  notice("There is no shadow: system calls are served in this process.");
}

// Whose the image's name is, and whether to go on from what lies there.
bool settle_image(StringView program, Reason &why) {
  if (!state.config.own_name)
    state.ancestor = find_sharing_ancestor(program);
  return choose_start(why);
}

// The names that flags give belong to the directory of the start, those that
// the stream gives to the one it has changed to.
bool read_command_stream(StringView program, Reason &why) {
  print_stream_notices();
  if (!make_names_absolute(why) || !obey_stream(why))
    return false;
  if (!settle_image(program, why))
    return false;
  print_notices();
  return true;
}

void wait_for_debugger() {
  __ckpt_waiting_for_debugger = 1;
  i32 pid = sys::getpid();
  Text<512> text("Process ", pid, " waits for a debugger. To let it go on: gdb "
                 "-p ", pid, " -ex 'set {int}",
                 Hex{reinterpret_cast<u64>(&__ckpt_waiting_for_debugger)},
                 " = 0' -ex detach -ex quit");
  report_line("Condor: ", text.view());
  // A debugger's attach and detach interrupt the wait; nothing else needs to.
  while (__ckpt_waiting_for_debugger) {
    __kernel_timespec second = {1, 0};
    sys::call(__NR_nanosleep, &second, nullptr).ignore();
  }
}

// Its section headers are the last thing in it (vdso(7)).
void remember_vdso(u64 start) {
  if (!start)
    return;
  const image::ElfHeader *header =
      reinterpret_cast<const image::ElfHeader *>(start);
  state.vdso_start = start;
  state.vdso_end =
      start + page_up(header->shoff + u64{header->shnum} * header->shentsize);
}

void remember_program(const Arguments &arguments) {
  ArgumentSum sum = sum_arguments(arguments.count, arguments.argv);
  state.argument_count = sum.count;
  state.argument_sum = sum.sum;
  if (!reserved_signals()) {
    state.config.vacate_signals = signal_bit(20);   // SIGTSTP
    state.config.periodic_signals = signal_bit(12); // SIGUSR2
  }
  state.pid = state.leader = sys::getpid();
  remember_vdso(auxiliary(arguments.auxv, AT_SYSINFO_EHDR));
  state.program_headers = auxiliary(arguments.auxv, AT_PHDR);
  state.program_header_count = auxiliary(arguments.auxv, AT_PHNUM);
  sys::getrandom(state.job_id, sizeof state.job_id).ignore();
  remember_surroundings();
}

} // namespace

// Steps: set-id? -> flags -> surroundings -> notices -> command stream ->
// restart or arm.
void enter(const Arguments &arguments) {
  if (state.entered)
    return;
  state.entered = true;
  if (auxiliary(arguments.auxv, AT_SECURE))
    return refuse_if_flagged(arguments);
  read_flags(arguments);
  take_token(arguments);
  if (state.config.help)
    print_help_and_exit();
  remember_program(arguments);
  Reason why;
  StringView program = arguments.count ? arguments.argv[0] : "job";
  bool stream = has_command_stream(state.config);
  if (!choose_image_name(program, why) || (stream && !open_stream(why)))
    fatal(why);
  if (!stream && !settle_image(program, why))
    fatal(why);
  if (!stream)
    print_notices();
  if (!stream && !make_names_absolute(why))
    fatal(why);
  if (state.config.debug_wait)
    wait_for_debugger();
  if (stream && !read_command_stream(program, why))
    fatal(why);
  remember_image(/*own=*/false);
  if (!state.config.first_image[0]) // restart() hands it on
    memcpy(state.config.first_image, state.config.image, kPathMax);
  if (state.config.restart)
    restart::restart(arguments.dynamic); // does not come back
  tidy_stack(arguments);
  if (!state.ancestor && state.config.image[0])
    remove_stale_temporary(state.config.image);
  write_status(JobState::kRunning);
  state.ready = true;
}

namespace {

u64 *after_null(char **list) {
  while (*list)
    ++list;
  return reinterpret_cast<u64 *>(list + 1);
}

} // namespace

// ELF entry.  In a dynamic program preinit was here before.
extern "C" void __ckpt_enter(u64 *sp) {
  Arguments a = {};
  a.argc = sp;
  a.count = static_cast<int>(sp[0]);
  a.argv = reinterpret_cast<char **>(sp + 1);
  a.envp = a.argv + a.count + 1;
  a.auxv = after_null(a.envp);
  a.dynamic = auxiliary(a.auxv, AT_BASE) != 0;
  enter(a);
}

// On the program's stack again: a request that waits for this is served at
// once, and its frame must lie in memory that the image holds.
extern "C" void __ckpt_arm() {
  if (!state.ready || state.armed)
    return;
  remember_inherited_actions();
  Reason why;
  if (wants_virtual_descriptors(state.config)) {
    if (!syscall::start_virtual(why))
      fatal(why);
    if (state.config.aggravate_bugs)
      syscall::move_inherited();
  }
  arm_signals();
  start_interval();
  unblock_signals();
}

// DT_PREINIT_ARRAY: before the constructors of every library.  Static
// programs call it too, from libc, after the entry.
extern "C" void __ckpt_preinit(int argc, char **argv, char **envp) {
  Arguments a = {};
  a.argc = reinterpret_cast<u64 *>(argv) - 1;
  if (*a.argc != static_cast<u64>(argc))
    a.argc = nullptr;
  a.count = argc;
  a.argv = argv;
  a.envp = envp;
  a.auxv = after_null(envp);
  // For a set-user-ID program ld.so has taken variables out; their slots at
  // the end are null now.  No entry of auxv but its last has type 0.
  while (!*a.auxv)
    ++a.auxv;
  a.dynamic = true;
  enter(a);
}

} // namespace ckpt::start
