// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What the program was started with and where: kept for a later checkpoint.
// Phase: pre-libc.  Needs: no chdir and no open since the start.
// Errors: false, and `why` names the path.
#pragma once
#include "runtime/abi/text.h"

namespace ckpt::start {

// Open descriptors, stderr's identity, the program's own path.
void remember_surroundings();

// Descriptor 2 has been replaced: messages go there from now on.
void remember_stderr();

// The command stream closed a descriptor, or opened one, by a path or from
// another descriptor; url: what it named, if it was one.
void forget_descriptor(int number);
bool remember_given(int number, bool by_name, StringView url, Reason &why);

// Without a flag checkpoints go to `program`.ckpt; where that cannot be a name
// and none is needed for the start, state.config.image stays empty.
bool choose_image_name(StringView program, Reason &why);

// Makes state.config.image and restart_image absolute, before any chdir.
bool make_names_absolute(Reason &why);

} // namespace ckpt::start
