// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "runtime/restart/window.h"

#include <asm/mman.h>

#include "runtime/arch/x86_64/entry.h"
#include "runtime/ckpt/report.h"
#include "runtime/restart/threads.h"
#include "runtime/abi/restorer_blob.h"
#include "runtime/sys/memory.h"

namespace ckpt::restart {

namespace {

constexpr u64 kRestorerStack = 16 << 10;
constexpr StringView kFailure =
    "Condor: Error: the kernel refused a step of the restart that cannot be "
    "undone. The checkpoint file is intact; try again, and report this.\n";

u64 restorer_size() {
  return page_up(
      static_cast<u64>(__ckpt_restorer_blob_end - __ckpt_restorer_blob));
}

template <class T> u64 bytes_of(Span<T> s) { return s.size * sizeof(T) + 16; }

u64 control_size(const AddressSpace &space, const image::View &view) {
  u64 size = restorer_size() + kRestorerStack;
  size += sizeof(RestoreArgs) + sizeof(Handover) + sizeof(State) + 1024;
  size += bytes_of(space.own) + (view.mappings.size + 8) * sizeof(Move);
  size += bytes_of(view.threads) + bytes_of(view.actions) +
          bytes_of(view.pending) + bytes_of(view.timers) +
          bytes_of(view.thread_settings) +
          bytes_of(view.clocks) + bytes_of(view.limits) +
          view.system_v.size * sizeof(SegmentNumber) + 16;
  size += view.threads.size * (sizeof(StoppedThread) + 2 * sizeof(ThreadStart)) + 32;
  return page_up(size);
}

// Names of private memory, which is anonymous from now on.
bool carries_name(const image::Mapping &m) {
  return m.path_size && m.flags & image::kNamed;
}

u64 names_size(const image::View &view) {
  u64 size = 0;
  for (const image::Mapping &m : view.mappings)
    if (carries_name(m))
      size += sizeof(FileRange) + m.path_size;
  return page_up(size + 1);
}

bool map_at(Range range, int prot, Reason &why) {
  SysResult at = sys::mmap(range.start, range.end - range.start, prot,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE,
                           -1, 0);
  if (at.ok() && at.address() == range.start)
    return true;
  why.set("no memory for the restart's own tables (errno ", at.error(), ")");
  return false;
}

void write_names(const image::View &view, Range to) {
  u64 count = 0;
  for (const image::Mapping &m : view.mappings)
    count += carries_name(m);
  FileRange *range = reinterpret_cast<FileRange *>(to.start);
  char *paths = reinterpret_cast<char *>(range + count);
  u32 used = 0;
  for (const image::Mapping &m : view.mappings) {
    if (!carries_name(m))
      continue;
    *range++ = {m.start, m.end, m.file_offset, used, m.path_size};
    memcpy(paths + used, view.path(m).data, m.path_size);
    used += m.path_size;
  }
}

// Hands out pieces of the window's control part.
class Control {
public:
  explicit Control(u64 at) : at_(at) {}
  template <class T> T *room(size_t count) {
    at_ = (at_ + 15) & ~15ull;
    T *to = reinterpret_cast<T *>(at_);
    at_ += count * sizeof(T);
    return to;
  }
  template <class T> Span<const T> copy(Span<const T> from) {
    T *to = room<T>(from.size);
    memcpy(to, from.data, from.size * sizeof(T));
    return {to, from.size};
  }

private:
  u64 at_;
};

Span<const Move> write_moves(const SwitchPlan &plan, Control &control) {
  size_t most = plan.view.mappings.size + plan.vdso_moves.size;
  Move *moves = control.room<Move>(most);
  size_t count = 0;
  for (size_t i = 0; i < plan.view.mappings.size; ++i) {
    const image::Mapping &m = plan.view.mappings[i];
    u64 at = plan.placement.address[i];
    if (at && at != m.start)
      moves[count++] = {at, m.end - m.start, m.start};
  }
  for (const Move &move : plan.vdso_moves)
    moves[count++] = move;
  return {moves, count};
}

// What each thread but the first needs, and finds when it comes in.
void write_threads(const image::View &view, Handover &handover,
                   Control &control) {
  size_t count = view.threads.size - 1;
  handover.stopped = {control.room<StoppedThread>(count), count};
  handover.starts = {control.room<ThreadStart>(2 * count), 2 * count};
  for (size_t i = 0; i < count; ++i)
    handover.stopped[i] = StoppedThread::of(view.threads[i + 1]);
}

void write_handover(const SwitchPlan &plan, const Window &window,
                    Handover &handover, Control &control) {
  State *fresh = control.room<State>(1);
  memcpy(fresh, &state, sizeof *fresh);
  handover.fresh = fresh;
  handover.window = window.control;
  handover.file_ranges = window.names;
  for (const image::Mapping &m : plan.view.mappings)
    handover.file_range_count += carries_name(m);
  handover.threads = control.copy(plan.view.threads);
  handover.actions = control.copy(plan.view.actions);
  handover.pending = {control.room<image::PendingSignal>(0),
                      plan.view.pending.size};
  control.copy(plan.view.pending);
  write_threads(plan.view, handover, control);
  handover.timers = control.copy(plan.view.timers);
  handover.thread_settings = control.copy(plan.view.thread_settings);
  handover.clocks = control.copy(plan.view.clocks);
  handover.monotonic_shift = plan.shift.monotonic;
  handover.boottime_shift = plan.shift.boottime;
  handover.clock_function = plan.clock_function;
  handover.secret =
      control.copy(Span<const u8>{__ckpt_secret, kSecretSize});
  handover.limits = control.copy(plan.view.limits);
  handover.segments = control.copy(plan.segments);
  handover.attributes = *plan.view.attributes;
  handover.vdso = plan.vdso;
  handover.report_fd = plan.report_fd;
}

} // namespace

bool open_window(const AddressSpace &space, const image::View &view,
                 Placement &placement, Span<bool> staged, Window &window,
                 Reason &why) {
  constexpr u64 kHugePageSize = 2 << 20;
  u64 control = control_size(space, view), names = names_size(view);
  u64 staging = (placement.staged_size + 2 * kHugePageSize);
  u64 size = control + kVdsoRoom + page_up(staging) + names;
  if (!find_window(space, view, size, window.whole, why))
    return false;
  window.control = {window.whole.start, window.whole.start + control};
  window.vdso_room = window.control.end;
  window.staging = (window.vdso_room + kVdsoRoom + kHugePageSize - 1) &
                   ~(kHugePageSize - 1);
  window.names = {window.whole.end - names, window.whole.end};
  for (size_t i = 0; i < view.mappings.size; ++i)
    if (staged[i])
      placement.address[i] += window.staging;
  if (!map_at(window.control, PROT_READ | PROT_WRITE, why) ||
      !map_at(window.names, PROT_READ | PROT_WRITE, why))
    return false;
  write_names(view, window.names);
  return true;
}

bool plan_switch(const SwitchPlan &plan, Window &window, Reason &why) {
  u64 start = window.control.start;
  u64 text_size = restorer_size();
  memcpy(reinterpret_cast<void *>(start), __ckpt_restorer_blob,
         static_cast<size_t>(__ckpt_restorer_blob_end - __ckpt_restorer_blob));
  Control control(start + text_size + kRestorerStack);
  RestoreArgs *args = window.args = control.room<RestoreArgs>(1);
  Handover *handover = control.room<Handover>(1);
  args->unmap = control.copy(
      Span<const Range>{plan.space.own.data, plan.space.own.size});
  args->moves = write_moves(plan, control);
  args->report_fd = plan.failure_fd;
  args->failure = {control.copy(Span<const char>{kFailure.data,
                                                 kFailure.size})
                       .data,
                   kFailure.size};
  window.handover = handover;
  args->resume_entry = plan.view.meta->resume_entry;
  args->resume_stack = plan.view.meta->stack_top;
  args->handover = handover;
  write_handover(plan, window, *handover, control);
  SysResult set = sys::mprotect(start, text_size, PROT_READ | PROT_EXEC);
  if (!set.ok())
    why.set("this system forbids code in memory that was written (errno ",
            set.error(), "): is a security module in the way?");
  return set.ok();
}

void enter_restorer(const Window &window) {
  u64 stack = window.control.start + restorer_size() + kRestorerStack;
  // As after a call: the entry finds rsp 8 below a multiple of 16.
  arch::jump_with_stack(window.control.start + restore::kEntry,
                        reinterpret_cast<u64>(window.args), stack - 8);
}

} // namespace ckpt::restart
