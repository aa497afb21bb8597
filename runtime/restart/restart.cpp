// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A restart as a list of steps.  Everything up to the fence can be refused:
// the process is whole, no file has changed.
#include "runtime/restart/restart.h"

#include <asm/mman.h>
#include <linux/prctl.h>

#include "runtime/arch/x86_64/cpu.h"
#include "runtime/arch/x86_64/cpu_compare.h"
#include "runtime/ckpt/program.h"
#include "runtime/ckpt/report.h"
#include "runtime/ckpt/rseq.h"
#include "runtime/ckpt/status_file.h"
#include "runtime/migrate/migrate.h"
#include "runtime/restart/changed_names.h"
#include "runtime/restart/clocks.h"
#include "runtime/restart/files.h"
#include "runtime/restart/limits.h"
#include "runtime/restart/memory.h"
#include "runtime/restart/shared.h"
#include "runtime/restart/threads.h"
#include "runtime/restart/timers.h"
#include "runtime/restart/vdso_placement.h"
#include "runtime/restart/window.h"
#include "runtime/sys/keeper.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/trap.h"

namespace ckpt::restart {

namespace {

constexpr int kFatal = 255;

class Restart {
public:
  explicit Restart(bool dynamic)
      : dynamic_(dynamic), files_(image_), shared_(image_, files_) {}

  [[noreturn]] void run() {
    if (!prepare() || (migrate::is_arriving() && !migrate::confirm(why_)))
      refuse();
    compare_arguments();
    // From here files change, and then this program is given up.
    if (!files_.roll_back(why_) || !shared_.write_back(placement_, why_))
      refuse();
    tell_changed_names(image_.view, files_);
    sys::close(image_.fd).ignore();
    files_.start_watches();
    files_.lower_limit();
    files_.start_timers();
    files_.close_flights();
    sys::end_keeper();
    leave_libc();
    enter_restorer(window_);
  }

  bool check(Reason &why) {
    files_.only_try();
    bool good =
        open_image(state.config.restart_image, image_, arena_,
                   kPlanRoom + image::kMaxRunPages * kPageSize, why_) &&
        is_relocatable() && same_program() && can_be_trapped() &&
        same_processor() && may_use_xstate() && limits_suffice(image_.view, why_) &&
        timers_can_be_made(image_.view.timers, why_) &&
        gaps_are_zero(image_, why_) && pages_are_intact(image_, arena_, why_) &&
        files_.enter_directory(why_) && files_.make_tables(arena_, why_) &&
        set_own_apart() && files_.open_all(why_) && shared_.check_files(why_);
    why.set(why_);
    return good;
  }

private:
  // Steps: read -> compare -> build memory -> descriptors -> plan the switch.
  bool prepare() {
    return duplicate_stderr() &&
           open_image(state.config.restart_image, image_, arena_,
                      kAddressSpaceRoom + kPlanRoom, why_) &&
           announce() && is_relocatable() && same_program() &&
           can_be_trapped() &&
           same_processor() && may_use_xstate() &&
           limits_suffice(image_.view, why_) &&
           continue_clocks(image_.view, shift_, why_) &&
           timers_can_be_made(image_.view.timers, why_) && gaps_are_zero(image_, why_) &&
           files_.enter_directory(why_) && files_.make_tables(arena_, why_) &&
           set_own_apart() && files_.open_all(why_) && build() &&
           set_memory_map() && become_saved_process() && plan();
  }

  [[noreturn]] void refuse() {
    report_to(sys::keeper_was_killed() ? -1 : report_fd_);
    if (sys::keeper_was_killed()) // it had the copy of stderr, too
      why_.set("the child process that holds the restart's own descriptors was "
               "killed; try again");
    shared_.forget();
    if (migrate::is_arriving())
      migrate::refuse_arrival(why_);
    error("cannot restart from ", state.config.restart_image, ": ", why_);
    note_failure(why_.view());
    write_status(JobState::kRefused);
    sys::exit_group(kFatal);
  }

  bool duplicate_stderr() {
    SysResult copy = sys::fcntl(2, F_DUPFD_CLOEXEC, 3);
    report_fd_ = copy.ok() ? copy.fd() : -1;
    if (report_fd_ >= 0)
      return true;
    // Without a stderr nothing is reported; a descriptor is still needed.
    SysResult null = sys::open("/dev/null", O_WRONLY | O_CLOEXEC);
    report_fd_ = null.ok() ? null.fd() : -1;
    if (report_fd_ < 0)
      why_.set("/dev/null cannot be opened (errno ", null.error(), ")");
    return report_fd_ >= 0;
  }

  // The status file names the job that goes on, also if it cannot.
  bool announce() {
    const image::Meta &meta = *image_.view.meta;
    memcpy(state.job_id, meta.job_id, sizeof state.job_id);
    state.generation = meta.generation;
    state.restarts = meta.restarts;
    note_checkpoint(static_cast<u64>(meta.time_sec), image_.commit.file_size,
                    0);
    write_status(JobState::kRestarting);
    return true;
  }

  // What this process has for itself: the image, where to report to, the other
  // side that waits until this one is ready, the command stream.
  bool set_own_apart() {
    int stream = state.stream.there ? state.stream.fd : -1;
    int *own[] = {&image_.fd, &report_fd_, &migrate::connection(), &stream};
    bool in_place = files_.is_cramped() && give_to_keeper({own, 3});
    for (int *fd : own)
      if (*fd >= 0 && !(in_place ? files_.get_out_of_the_way(*fd, why_)
                                 : files_.move_away(*fd, why_)))
        return false;
    if (state.stream.there)
      state.stream.fd = stream;
    const int kept[] = {image_.fd, report_fd_, migrate::connection(), stream};
    if (in_place)
      files_.settle_in_place({kept, 4});
    return true;
  }

  // False: there can be none.
  static bool give_to_keeper(Span<int *const> own) {
    int given[3];
    size_t count = 0;
    bool was_there = sys::keeper_is_there();
    for (int *fd : own)
      if (*fd >= 0 && *fd < sys::kKept)
        given[count++] = *fd;
    for (size_t i = 1; i < count; ++i)
      for (size_t j = i; j && given[j - 1] > given[j]; --j) {
        int one = given[j];
        given[j] = given[j - 1];
        given[j - 1] = one;
      }
    if (was_there || !sys::start_keeper({given, count}))
      return was_there;
    for (int *fd : own)
      if (*fd >= 0 && *fd < sys::kKept) {
        sys::close(*fd).ignore();
        *fd += sys::kKept;
      }
    return true;
  }

  // The program may have said so before the checkpoint.
  bool is_relocatable() {
    syscall::show_numbers_of(image_.view);
    if (image::text_value(image_.view.options, "relocatable_image") == "on")
      state.config.relocatable = true;
    return true;
  }

  // What becomes virtual now, or was.
  bool can_be_trapped() {
    StringView was =
        image::text_value(image_.view.options, "virtual_descriptors");
    bool wanted = wants_virtual_descriptors(state.config) || was == "on";
    return !wanted || syscall::trap_is_possible(why_);
  }

  bool same_program() {
    StringView saved =
        image::text_value(image_.view.provenance, "program");
    Text<160> here = program_identity();
    if (saved == here.view())
      return true;
    why_.set("it belongs to another program, or to another build of this one "
             "(",
             image::text_value(image_.view.provenance, "exe"),
             "); restart it with the very file that wrote it");
    return false;
  }

  // main() saw those of the first start and sees no others.
  void compare_arguments() {
    Text<64> here(state.argument_count, " ", Hex{state.argument_sum});
    StringView saved = image::text_value(image_.view.provenance, "arguments");
    if (state.argument_count && !saved.empty() && saved != here.view())
      notice("the checkpoint is of a run with other arguments, and goes on with "
             "those; to begin anew with the ones given, start without it");
  }

  bool same_processor() {
    if (state.config.cpu == CpuCheck::kIgnore)
      return true;
    image::CpuLeaf leaves[arch::kMaxCpuLeaves];
    size_t count = arch::read_cpu(leaves);
    return arch::cpu_compatible(image_.view.cpu, {leaves, count}, why_);
  }

  // A frame with AMX registers is only taken from a process that may use them.
  bool may_use_xstate() {
    constexpr int kGet = 0x1022, kRequest = 0x1023; // ARCH_{GET,REQ}_XCOMP_PERM
    u64 have = 0;
    sys::arch_prctl(kGet, reinterpret_cast<u64>(&have)).ignore();
    u64 wanted = image_.view.meta->xstate_permissions & ~have;
    for (u64 i = 0; i < 64; ++i) {
      if (!(wanted >> i & 1) || sys::arch_prctl(kRequest, i).ok())
        continue;
      why_.set("the kernel does not let this process use the extended "
               "registers (xsave component ", i, ") that it had");
      return state.config.cpu == CpuCheck::kIgnore;
    }
    return true;
  }

  bool build() {
    Span<bool> staged = arena_.array<bool>(image_.view.mappings.size);
    if (!staged.data || !read_address_space(arena_, space_, why_)) {
      if (why_.empty())
        why_.set("no room for the plan of its mappings");
      return false;
    }
    vdso_.compare(image_, space_);
    return plan_placement(space_, image_.view, vdso_.keeps_saved_bytes(),
                          arena_, placement_, staged, why_) &&
           open_window(space_, image_.view, placement_, staged, window_,
                       why_) &&
           vdso_.move_aside(space_, window_, why_) &&
           shared_.map_all(placement_, arena_, why_) &&
           build_memory(image_, files_, placement_, arena_, why_) &&
           vdso_.redirect(image_, placement_, why_) &&
           finish_memory(image_.view, placement_, why_);
  }

  // The kernel does not look at these addresses, it only keeps them: setting
  // them before the memory is there lets a refusal still be clean.
  bool set_memory_map() {
    const image::Meta &meta = *image_.view.meta;
    prctl_mm_map map = {};
    static_assert(sizeof meta.mm == 11 * sizeof(u64));
    memcpy(&map, meta.mm, sizeof meta.mm);
    map.auxv = reinterpret_cast<__u64 *>(
        const_cast<u8 *>(image_.view.auxv.data));
    map.auxv_size = static_cast<u32>(image_.view.auxv.size);
    map.exe_fd = ~0u;
    SysResult set =
        sys::prctl(PR_SET_MM, PR_SET_MM_MAP, reinterpret_cast<u64>(&map),
                   sizeof map);
    if (!set.ok())
      why_.set("this kernel does not let a process set its memory map "
               "(prctl PR_SET_MM_MAP, errno ", set.error(),
               "): is CONFIG_CHECKPOINT_RESTORE off, a seccomp filter in "
               "force, or the data limit (ulimit -d) too small?");
    return set.ok();
  }

  bool become_saved_process() {
    const int kept[] = {image_.fd, report_fd_, migrate::connection(),
                        state.stream.there ? state.stream.fd : -1};
    // What is here now as descriptor 2 need not be the program's.
    report_to(report_fd_);
    if (!files_.place_all({kept, 4}, why_) ||
        !files_.take_locks(why_))
      return false;
    sys::umask(image_.view.meta->umask).ignore();
    return true;
  }

  bool plan() {
    bool kept = report_fd_ >= sys::kKept;
    int failure_fd = kept ? files_.stderr_of_program() : report_fd_;
    SwitchPlan plan = {image_.view, space_, placement_, vdso_.final_moves(),
                       vdso_.final_place(), vdso_.clock_function(),
                       shift_, shared_.segments(), kept ? -1 : report_fd_, failure_fd};
    bool good = plan_switch(plan, window_, why_) &&
                create_threads(image_.view, window_.control.start,
                               *window_.handover, why_);
    if (good)
      files_.own_by_threads({window_.handover->stopped.data,
                             window_.handover->stopped.size});
    return good;
  }

  // libc's registrations point into memory that is about to go.
  void leave_libc() {
    if (dynamic_)
      unregister_rseq(find_rseq(read_fs_base()));
    sys::call(__NR_set_robust_list, 0, 24).ignore();
    sys::set_tid_address(0).ignore();
  }

  sys::KeeperScope scope_;
  bool dynamic_;
  Reason why_;
  Arena arena_;
  ImageFile image_;
  Files files_;
  SharedMemory shared_;
  AddressSpace space_;
  Placement placement_ = {};
  VdsoPlacement vdso_;
  ClockPair shift_ = {};
  Window window_;
  int report_fd_ = -1;
};

} // namespace

bool can_restart(Reason &why) { return Restart(false).check(why); }

void restart(bool dynamic) {
  u64 all = ~0ull;
  sys::rt_sigprocmask(2 /* SIG_SETMASK */, &all, nullptr).ignore();
  Restart(dynamic).run();
}

} // namespace ckpt::restart
