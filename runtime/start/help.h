// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The text of -_ckpt_help, made from the table of the run flags.  Pure: the
// caller's sink does the printing.
// Phase: pre-libc.  Needs: nothing.  Never: gives a line of more than 79
// characters to the sink.
#pragma once
#include "runtime/abi/types.h"

namespace ckpt::start {

// Called with one line at a time, without its newline.
using LineSink = void (*)(void *context, StringView line);

void print_help(LineSink sink, void *context);

} // namespace ckpt::start
