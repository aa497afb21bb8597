// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/ckpt/process.h"

#include <asm/prctl.h>
#include <linux/prctl.h>
#include <linux/utsname.h>

#include "runtime/arch/x86_64/dispatch.h"
#include "runtime/arch/x86_64/cpu.h"
#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/program.h"
#include "runtime/ckpt/reserved.h"
#include "runtime/ckpt/stop_signal.h"
#include "runtime/ckpt/threads.h"
#include "runtime/ckpt/tasks.h"
#include "runtime/proc/identity.h"
#include "runtime/sys/memory.h"

namespace ckpt {

namespace {

constexpr int kGetXstatePermissions = 0x1022; // ARCH_GET_XCOMP_PERM
constexpr u64 kLargestAuxv = 64 * 1024;

template <class T> u64 address(T *p) { return reinterpret_cast<u64>(p); }

bool collect_mm(image::Meta &meta, Reason &why) {
  char text[2048];
  size_t size = proc::read_small("/proc/thread-self/stat", text, sizeof text);
  proc::StatMm mm = {};
  if (size > sizeof text || !proc::parse_stat({text, size}, mm)) {
    why.set("cannot make sense of /proc/thread-self/stat");
    return false;
  }
  u64 brk = sys::brk(0).address();
  u64 fields[] = {mm.start_code, mm.end_code,  mm.start_data, mm.end_data,
                  mm.start_brk,  brk,          mm.start_stack, mm.arg_start,
                  mm.arg_end,    mm.env_start, mm.env_end};
  static_assert(sizeof fields == sizeof meta.mm);
  memcpy(meta.mm, fields, sizeof fields);
  return true;
}

void collect_meta(Snapshot &snapshot) {
  image::Meta &meta = snapshot.meta;
  meta.format_version = image::kFormatVersion;
  meta.arch = image::kArchX86_64;
  meta.page_size = kPageSize;
  meta.umask = static_cast<u32>(sys::umask(077).value());
  sys::umask(meta.umask).ignore();
  meta.generation = state.generation;
  meta.restarts = state.restarts;
  meta.pid = state.pid;
  memcpy(meta.job_id, state.job_id, sizeof meta.job_id);
  __kernel_timespec now = {};
  sys::clock_gettime(0, now).ignore();
  meta.time_sec = now.tv_sec;
  meta.time_nsec = static_cast<u32>(now.tv_nsec);
  meta.resume_entry = address(&__ckpt_resume);
  meta.stack_top = address(__ckpt_stack_top);
  meta.work_start = address(__ckpt_work_start);
  meta.work_end = address(__ckpt_work_end);
  meta.vvar_start = snapshot.vvar_start;
  meta.vdso_start = snapshot.vdso_start;
  meta.vdso_end = snapshot.vdso_end;
  read_task_name(state.pid, meta.comm);
  sys::arch_prctl(kGetXstatePermissions, address(&meta.xstate_permissions))
      .ignore(); // kernels before 5.16 have nothing that needs permission
  meta.personality = static_cast<u64>(
      sys::call(__NR_personality, 0xffffffff).value());
}

void collect_actions(Snapshot &snapshot) {
  for (u32 i = 0; i < image::kSignals; ++i)
    sys::rt_sigaction(static_cast<int>(i + 1), nullptr, &snapshot.actions[i])
        .ignore(); // fails for nothing that exists
  snapshot.actions[kStopSignal - 1] = stop_signal_action();
}

bool collect_auxv(Snapshot &snapshot, Reason &why) {
  snapshot.auxv = snapshot.arena.array<u8>(kLargestAuxv);
  size_t size =
      snapshot.auxv.data
          ? proc::read_small("/proc/thread-self/auxv", snapshot.auxv.data,
                             kLargestAuxv)
          : static_cast<size_t>(-1);
  if (size > kLargestAuxv) {
    why.set("cannot read /proc/thread-self/auxv");
    return false;
  }
  snapshot.arena.shrink(snapshot.auxv, size);
  return true;
}

bool is_libc(StringView path) {
  for (size_t i = 0; i < path.size; ++i)
    if (path.drop(i).starts_with("/libc.so") ||
        path.drop(i).starts_with("/libc-") ||
        path.drop(i).starts_with("/ld-musl"))
      return true;
  return false;
}

StringView libc_path(const Snapshot &snapshot) {
  for (const image::Mapping &m : snapshot.mappings) {
    StringView path = snapshot.mapping_pool.view().drop(m.path).take(
        m.path_size);
    if ((m.flags & image::kNamed) && is_libc(path))
      return path;
  }
  return "static";
}

bool has_line_feed(StringView s) { return s.find('\n') != s.size; }

// The texts have one line for each path.
bool collect_provenance(Snapshot &snapshot, Reason &why) {
  new_utsname name = {};
  sys::call(__NR_uname, &name).ignore();
  const StringView paths[] = {snapshot.cwd, state.executable, state.config.image};
  for (StringView path : paths) {
    if (!has_line_feed(path))
      continue;
    why.set("the path ", path, " contains a line feed, which is not supported");
    return false;
  }
  StringView libc = libc_path(snapshot);
  snapshot.provenance.set(
      "program=", program_identity(), "\nexe=", state.executable, "\ncwd=",
      snapshot.cwd, "\nimage=", state.config.image, "\nprocess=",
      proc::identity_of(static_cast<u64>(state.pid)), "\narguments=",
      state.argument_count, " ", Hex{state.argument_sum}, "\nhost=", name.nodename,
      "\nkernel=", name.sysname, " ", name.release, " ", name.machine,
      "\nlibc=", has_line_feed(libc) ? "?" : libc, "\n");
  const struct stat &removed = snapshot.removed_cwd;
  if (removed.st_ino)
    snapshot.provenance.add("cwd_removed=", u64{removed.st_dev}, " ",
                            u64{removed.st_ino}, " ",
                            u64{removed.st_mode & 07777}, "\n");
  if (snapshot.provenance.cut())
    why.set("the paths of the program, its image and its working directory "
            "are too long");
  return !snapshot.provenance.cut();
}

void collect_options(Snapshot &snapshot) {
  const Config &c = state.config;
  snapshot.options.set(
      "relocatable=", c.relocatable ? "on" : "off",
      "\nvirtual_descriptors=", __ckpt_dispatching ? "on" : "off",
      "\nrelocatable_image=", state.image_relocatable ? "on" : "off",
      "\nrollback=", c.no_rollback ? "off" : "on",
      "\non_error=", c.on_error == OnError::kKill ? "kill" : "continue",
      "\ncpu=", c.cpu == CpuCheck::kIgnore ? "ignore" : "strict",
      "\nclock=", c.clock == ClockRule::kJump ? "jump" : "strict",
      "\nrouted=", state.clock.routed ? "on" : "off",
      "\ninterval=", c.interval, "\ndefer=", c.defer, "\nkeep=", c.older + 1,
      "\nvacate_signals=", signal_numbers(c.vacate_signals, "+"),
      "\nperiodic_signals=", signal_numbers(c.periodic_signals, "+"), "\n");
}

} // namespace

bool collect_process(Snapshot &snapshot, Reason &why) {
  snapshot.cpu = snapshot.arena.array<image::CpuLeaf>(arch::kMaxCpuLeaves);
  if (!snapshot.cpu.data) {
    why.set("no room for the processor's description");
    return false;
  }
  snapshot.arena.shrink(snapshot.cpu, arch::read_cpu(snapshot.cpu.data));
  if (!collect_auxv(snapshot, why) || !collect_mm(snapshot.meta, why))
    return false;
  collect_meta(snapshot);
  collect_actions(snapshot);
  if (!collect_threads(snapshot, why))
    return false;
  collect_options(snapshot);
  return collect_provenance(snapshot, why);
}

} // namespace ckpt
