// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a running program changes of its flags' decisions, through ckpt.h.
// Phase: normal, signal.
#include <asm/signal.h>

#include "runtime/abi/api.h"
#include "runtime/ckpt/image_name.h"
#include "runtime/ckpt/report.h"
#include "runtime/start/flag_apply.h"
#include "runtime/sys/calls.h"
#include "runtime/sys/memory.h"
#include "runtime/syscall/trap.h"

using namespace ckpt;

namespace {

// No request is served between two halves of a change.
class Undisturbed {
public:
  Undisturbed() {
    u64 all = ~0ull;
    sys::rt_sigprocmask(SIG_BLOCK, &all, &before_).ignore();
  }
  ~Undisturbed() {
    sys::rt_sigprocmask(SIG_SETMASK, &before_, nullptr).ignore();
  }

private:
  u64 before_ = 0;
};

[[gnu::noinline]] void refuse_name(const Reason &why) {
  error("init_image_with_file_name: ", why,
        "; images still go to ", state.config.image);
}

bool absolute_name(StringView name, char (&path)[kPathMax], Reason &why) {
  if (name.empty())
    why.set("the file name is empty");
  else if (name.size >= kPathMax)
    why.set("the file name has ", name.size, " characters; at most ",
            kPathMax - 1, " are possible");
  if (!why.empty())
    return false;
  memcpy(path, name.data, name.size);
  path[name.size] = 0;
  return make_absolute(path, why);
}

[[gnu::noinline]] void set_image_name(StringView name) {
  char path[kPathMax];
  Reason why;
  if (!absolute_name(name, path, why))
    return refuse_name(why);
  Undisturbed undisturbed;
  memcpy(state.config.image, path, StringView(path).size + 1);
  state.image_to_descriptor = false;
}

} // namespace

void __ckpt_set_image(const char *name, int descriptor) {
  if (name)
    return set_image_name(name);
  Undisturbed undisturbed;
  // One that is not open stays one that is not.
  constexpr int kNotOpen = 0x7fffffff;
  int real = descriptor < 0 ? descriptor : syscall::real_if_on(descriptor);
  descriptor = descriptor >= 0 && real < 0 ? kNotOpen : real;
  state.image_descriptor = descriptor;
  state.image_to_descriptor = descriptor >= 0;
}

void __ckpt_set_relocatable(int on) {
  Undisturbed undisturbed;
  state.config.relocatable = on;
  state.image_relocatable = on;
}

int __ckpt_set_warning(const char *kind, const char *mode) {
  Undisturbed undisturbed;
  Reason ignored;
  return start::set_warning(kind, mode, state.config, ignored);
}

void __ckpt_know_variable(api::Variable which, void *address) {
  if (which == api::kRestartCount)
    state.restart_count = static_cast<u32 *>(address);
  else
    state.write_speed = static_cast<const i32 *>(address);
}
