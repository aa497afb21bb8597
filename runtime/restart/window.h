// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Memory that is free in both address spaces.  It holds, in this order:
//   the restorer and its stack | its arguments and the handover | room for a
//   vdso that moves | staged mappings | the names of the saved files
// Everything but the last, and a vdso that could not take its old place, is
// unmapped by resume.
// Phase: pre-libc.  Errors: false and `why`.
#pragma once
#include "runtime/abi/restore_args.h"
#include "runtime/ckpt/segment_numbers.h"
#include "runtime/restart/clock_plan.h"
#include "runtime/restart/memory.h"

namespace ckpt::restart {

struct Window {
  Range whole = {};
  Range control = {}; // restorer, stack, arguments, handover: unmapped by resume
  u64 vdso_room = 0;  // kVdsoRoom bytes, not mapped
  u64 staging = 0;
  Range names = {};   // FileRange[] and paths
  RestoreArgs *args = nullptr;
  Handover *handover = nullptr;
};

// Half of it is more than decode_head accepts as a vDSO with its data.
inline constexpr u64 kVdsoRoom = 2 << 20;
// What plan_placement and open_window take from the arena at most, beside
// tables that are sized by the image.
inline constexpr u64 kPlanRoom = 64 << 20;

// Finds the window, maps its control part and names, and turns the staged
// placements into addresses.
bool open_window(const AddressSpace &space, const image::View &view,
                 Placement &placement, Span<bool> staged, Window &window,
                 Reason &why);

struct SwitchPlan {
  const image::View &view;
  const AddressSpace &space;
  const Placement &placement;
  Span<const Move> vdso_moves;
  Range vdso; // where it is then
  u64 clock_function; // in it
  ClockPair shift;
  Span<const SegmentNumber> segments;
  int report_fd;
  int failure_fd; // for the restorer's last words
};

// Copies the restorer and fills its arguments and the handover.
bool plan_switch(const SwitchPlan &plan, Window &window, Reason &why);

// Jumps into the restorer.
[[noreturn]] void enter_restorer(const Window &window);

} // namespace ckpt::restart
