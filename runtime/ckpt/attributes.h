// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Attributes of the process that have no place in an image: what a program can
// only have set itself is refused, what it may have been started with is
// compared with then.
// Phase: pre-libc, normal (read_origin), signal.
// Errors: false, and `why` names what is in the way.
#pragma once
#include "runtime/abi/text.h"
#include "runtime/ckpt/obstacle.h"
#include "runtime/ckpt/snapshot.h"
#include "runtime/ckpt/state.h"
#include "runtime/ckpt/thread_controls.h"

namespace ckpt {

void read_origin(Origin &origin);
void remember_settings(Origin &origin); // at the start only

bool explain(Obstacle obstacle, Reason &why); // true: there is none
// In the calling thread.
Obstacle obstacle_in_thread(const Origin &at_start);

// Fills in the working directory.
bool attributes_can_be_saved(const Origin &at_start, Snapshot &snapshot,
                             Reason &why);

// Remembers limits and settings in state, and which the program has set.
// Needs: limits as the program has them.
void notice_own_settings();
// After a restart: gives them back, and says what could not be had.
void restore_own_settings(const image::Attributes &attributes);
// Of the calling thread, which is not the first.
void restore_own_controls(const ThreadControls &controls, u32 own);
void restore_own_limits(Span<const image::Limit> limits,
                        const image::Attributes &attributes);
// Last: what it had given up, nothing of the runtime's may need any more.
void restore_own_capabilities(const image::Capabilities &saved, u32 own);
void tell_refused_settings();

// While it lives a process that may not be dumped may look into /proc/self.
class Visible {
public:
  Visible();
  ~Visible();

private:
  bool hidden_;
};

} // namespace ckpt
