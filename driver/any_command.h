// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_compile make, ./configure, a script: any command that is not itself a
// compiler.  The compilers that it starts are found in a directory of links to
// us, which stands first in its PATH.
#pragma once
#include "driver/our_options.h"

namespace ckpt::driver {

// args: the command's name first.  The exit status: the command's, or of an
// error; one is that the command succeeded and linked no program.
int run_any_command(llvm::ArrayRef<const char *> args,
                    const OurOptions &options);

} // namespace ckpt::driver
